import { useEffect, useRef } from 'react'
import { Button, IconButton, Picker } from '../../runtime/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Form, Stage } from '../../schemas/generated/definition.ts'
import { ActionList } from '../actions/ActionList.tsx'
import type { Patch } from '../commands/command.ts'
import { ConditionBuilder } from '../conditions/ConditionBuilder.tsx'
import { GroupHead } from '../help/GroupHead.tsx'
import { run } from '../model/draft.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { ChoiceRow, Row, TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { GateRows } from './GateRows.tsx'
import type { StagePanelProps } from './panelProps.ts'
import { moveStage, removeStage, setStage, stagePlace } from './plans.ts'
import { TimeRows } from './TimeRows.tsx'
import { stageColors, stageTexts } from './texts.ts'
import { useRemoval } from './useRemoval.ts'

const NEW_NAME = '新阶段'
const KINDS = ['open', 'won', 'lost', 'done'] as const
const PEOPLE: readonly string[] = []
const SCOPES = {}
/** What has rows of its own; the rest of the format follows, folded. */
const HERE = [
  ...['key', 'label', 'kind', 'color', 'help', 'appliesWhen', 'gate', 'onEnter', 'onLeave', 'ladder', 'from'],
]

/** Settings of a stage: what it is called, what it asks before it is left, what happens by itself. */
export function StagePanel(props: StagePanelProps) {
  const { app, definition, form, stage, speaking, findings, onClose } = props
  const { label, language } = useDesign()
  const w = usePageTexts(stageTexts)
  const remove = useRemoval(app, form)
  const set = (patch: Patch): void => run(...setStage(form.key, stage.key, patch))
  const at = (form.stages?.pipeline ?? []).indexOf(stage)
  const panel = useRef<HTMLElement>(null)
  // A new stage is named first; one that only has its old name again (undo) leaves the focus where it is.
  const isNew = useRef(stage.label.zh === NEW_NAME)
  useEffect(() => {
    if (isNew.current) panel.current?.querySelector<HTMLInputElement>('input')?.select()
  }, [])
  return (
    <aside ref={panel} className="fd-properties wf-panel" aria-label={w('panel')}>
      <header className="wf-panel-head">
        <h2 className="fw-grow">{label(stage.label)}</h2>
        <span className="wf-panel-close">
          <IconButton icon="close" name={w('close')} onClick={onClose} />
        </span>
      </header>
      {findings.map(({ code, path, params, severity }) => (
        <p key={`${code}${path}`} className={`fd-finding is-${severity}`} role="alert">
          {errorMessage(code, params, language)}
        </p>
      ))}
      <div className="fd-pair">
        <TextRow
          name={w('nameZh')}
          value={stage.label.zh ?? ''}
          onChange={zh => set({ label: renamed(stage.label, zh) })}
        />
        <TextRow
          name={w('nameEn')}
          value={stage.label.en ?? ''}
          onChange={en => set({ label: { ...stage.label, en } })}
        />
      </div>
      <fieldset className="st-colors">
        <legend>{w('color')}</legend>
        {stageColors.map(color => (
          <label key={color} title={w(color)}>
            <input
              type="radio"
              name={`color ${stage.key}`}
              aria-label={w(color)}
              checked={(stage.color ?? 'grey') === color}
              onChange={() => set({ color })}
            />
            <span className={`fd-color is-${color}`} />
          </label>
        ))}
      </fieldset>
      <ChoiceRow
        name={w('kind')}
        value={stage.kind ?? 'open'}
        options={KINDS.map(kind => [kind, w(`kind_${kind}`)] as const)}
        onChange={kind => set({ kind: kind === 'open' ? null : kind })}
      />
      <GateRows {...props} />
      <TimeRows form={form} stage={stage} speaking={speaking} set={set} />
      {(['onEnter', 'onLeave'] as const).map(when => (
        <ActionList
          key={when}
          name={w(when)}
          form={form.key}
          actions={stage[when] ?? []}
          people={PEOPLE}
          scopes={SCOPES}
          onChange={actions => set({ [when]: actions })}
        />
      ))}
      <details className="fd-more">
        <summary>{w('more')}</summary>
        <TextRow
          name={w('help')}
          lines={3}
          value={stage.help?.[language] ?? ''}
          onChange={text => set({ help: text === '' ? null : { ...stage.help, [language]: text } })}
        />
        <div className="wf-group">
          <GroupHead name={w('appliesWhen')} help="appliesWhen" />
          <ConditionBuilder
            form={form.key}
            name={w('appliesWhen')}
            none={w('always')}
            value={stage.appliesWhen}
            onChange={appliesWhen => set({ appliesWhen: appliesWhen ?? null })}
          />
        </div>
        <FromRow form={form} stage={stage} set={set} />
        <BackRow definition={definition} form={form} />
      </details>
      <ElementPanel
        of="stage"
        value={stage}
        place={stagePlace(form.key, stage.key)}
        context={{ definition, space: speaking.space, form: form.key }}
        lead={PEOPLE}
        omit={HERE}
      />
      <div className="wf-buttons">
        <Button size="small" disabled={at === 0} onClick={() => run(...moveStage(form, stage.key, at - 1))}>
          {w('earlier')}
        </Button>
        <Button size="small" onClick={() => run(...moveStage(form, stage.key, at + 1))}>
          {w('later')}
        </Button>
        <Button
          size="small"
          kind="danger"
          icon="trash"
          onClick={() =>
            void remove(stage).then(agreed => {
              if (!agreed) return
              run(...removeStage(form, stage.key))
              onClose()
            })
          }
        >
          {w('removeStage')}
        </Button>
      </div>
    </aside>
  )
}

/** A new stage named in Chinese is not “New stage” in English: without a name of its own it goes by the Chinese one. */
const renamed = ({ en, ...label }: Stage['label'], zh: string): Stage['label'] =>
  en === undefined || en === 'New stage' ? { ...label, zh } : { ...label, zh, en }

interface FromRowProps {
  readonly form: Form
  readonly stage: Stage
  readonly set: (patch: Patch) => void
}

function FromRow({ form, stage, set }: FromRowProps) {
  const { label } = useDesign()
  const w = usePageTexts(stageTexts)
  const others = (form.stages?.pipeline ?? []).filter(({ key }) => key !== stage.key)
  return (
    <Row name={w('from')}>
      {id => (
        <Picker
          id={id}
          label={w('from')}
          multiple
          placeholder={w('anyFrom')}
          items={others.map(one => ({ key: one.key, text: label(one.label) }))}
          chosen={stage.from ?? []}
          onChoose={from => set({ from: from.length === 0 ? null : from })}
        />
      )}
    </Row>
  )
}

/** Of all stages of the form. */
function BackRow({ definition, form }: { readonly definition: AppDefinition; readonly form: Form }) {
  const { label } = useDesign()
  const w = usePageTexts(stageTexts)
  return (
    <Row name={w('back')} hint={w('backHint')}>
      {id => (
        <Picker
          id={id}
          label={w('back')}
          multiple
          items={(definition.roles ?? []).map(role => ({ key: role.key, text: label(role.label) }))}
          chosen={form.stages?.back?.roles ?? []}
          onChoose={roles =>
            run({ do: 'set', at: ['forms', form.key, 'stages'], set: { back: roles.length === 0 ? null : { roles } } })
          }
        />
      )}
    </Row>
  )
}
