import { Button } from '../../runtime/index.ts'
import type { Form } from '../../schemas/generated/definition.ts'
import { applyCommands } from '../commands/apply.ts'
import type { Command } from '../commands/command.ts'
import { fieldPlace, moveField } from '../commands/fields.ts'
import { entryKey, sectionsOf } from '../commands/layout.ts'
import { run, useDraft } from '../model/draft.ts'
import { useDesign } from '../texts.ts'
import { ChoiceRow, SwitchRow } from './inputs.tsx'

interface SeveralPropertiesProps {
  readonly form: Form
  readonly chosen: readonly string[]
  readonly onCopy: () => void
  readonly onRemove: () => void
}

const COMPUTED = new Set(['formula', 'lookup', 'rollup', 'score', 'serial', 'subform'])

/** What can be said of several fields at once: one edit, one step of undo. */
export function SeveralProperties({ form, chosen, onCopy, onRemove }: SeveralPropertiesProps) {
  const { d, label } = useDesign()
  const definition = useDraft(state => state.definition)
  const fields = form.fields.filter(({ key }) => chosen.includes(key))
  const inputs = fields.filter(({ type }) => !COMPUTED.has(type))
  const flag = (name: 'required' | 'readOnly' | 'searchable') => ({
    value:
      inputs.length > 0 && inputs.every(field => new Map<string, unknown>(Object.entries(field)).get(name) === true),
    onChange: (on: boolean) =>
      run(
        ...inputs.map(
          (field): Command => ({ do: 'set', at: fieldPlace(form, field.key), set: { [name]: on ? true : null } }),
        ),
      ),
  })
  const move = (section: string) => {
    if (definition === null || section === '') return
    let now = form
    const plan = fields.flatMap(({ key }) => {
      const target = sectionsOf(now).find(one => one.key === section)
      const last =
        target?.fields
          .map(entryKey)
          .filter(one => one !== key)
          .at(-1) ?? null
      const step = moveField(now, key, { section, after: last })
      now = applyCommands({ ...definition, forms: [now] }, step).forms[0]!
      return step
    })
    run(...plan)
  }
  return (
    <aside className="fd-properties" aria-label={d('designer.more')}>
      <h2>{d('designer.several', { n: chosen.length })}</h2>
      <SwitchRow name={d('designer.required')} {...flag('required')} />
      <SwitchRow name={d('designer.readOnly')} {...flag('readOnly')} />
      <SwitchRow name={d('designer.searchable')} {...flag('searchable')} />
      <ChoiceRow
        name={d('designer.moveTo')}
        value=""
        options={[
          ['', ''],
          ...sectionsOf(form).map(({ key, label: name }) => [key, label(name) || d('designer.section')] as const),
        ]}
        onChange={move}
      />
      <div className="fd-pair">
        <Button size="small" icon="copy" onClick={onCopy}>
          {d('designer.duplicate')}
        </Button>
        <Button size="small" kind="danger" icon="trash" onClick={onRemove}>
          {d('designer.remove')}
        </Button>
      </div>
      <p className="fd-hint">{d('designer.severalHint')}</p>
    </aside>
  )
}
