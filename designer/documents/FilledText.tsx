import { useMemo, useRef } from 'react'
import type { CompiledForm } from '../../engine/definition/compiled.ts'
import type { NameSpace } from '../../engine/definition/environment.ts'
import { destinationOf } from '../../engine/document/placeholders.ts'
import { keyedText, labelledText } from '../../engine/sentence/placeholders.ts'
import { Picker, type PickerItem } from '../../runtime/index.ts'
import { TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { documentTexts } from './texts.ts'

type Text = { readonly zh?: string | undefined; readonly en?: string | undefined }

interface FilledTextProps {
  readonly text: Text
  readonly space: NameSpace
  readonly form: CompiledForm
  readonly lines: number
  readonly onChange: (text: Text) => void
}

/** A text in both languages with fields in braces, called as people call them; a field is put in where the caret stood. */
export function FilledText({ text, space, form, lines, onChange }: FilledTextProps) {
  const { label, language: own } = useDesign()
  const w = usePageTexts(documentTexts)
  const root = useRef<HTMLDivElement>(null)
  const last = useRef<'zh' | 'en'>(undefined)
  const fields = useMemo(() => fieldItems(space, form, label), [space, form, label])
  const keep = (language: 'zh' | 'en', written: string) => {
    const keyed = keyedText(written, { space, form, language })
    const next = Object.entries({ ...text, [language]: keyed }).filter(([, one]) => one !== undefined && one !== '')
    onChange(next.length === 0 ? { [language]: '' } : (Object.fromEntries(next) as Text))
  }
  const insert = (path: string | undefined) => {
    if (path === undefined) return
    const language = last.current ?? own
    const area = root.current?.querySelector<HTMLTextAreaElement>(`[data-language="${language}"] textarea`)
    const written = area?.value ?? ''
    // A text area keeps its caret while the field is chosen; one that nobody was in gets it behind its text.
    const at = last.current === undefined ? written.length : (area?.selectionStart ?? written.length)
    keep(language, `${written.slice(0, at)}{${path}}${written.slice(at)}`)
    area?.focus()
  }
  const row = (language: 'zh' | 'en') => (
    // biome-ignore lint/a11y/noStaticElementInteractions: remembers in which text the caret stands
    <div
      data-language={language}
      onFocus={() => {
        last.current = language
      }}
    >
      <TextRow
        name={w(`${language}Text`)}
        value={labelledText(text[language] ?? '', { space, form, language })}
        onChange={written => keep(language, written)}
        lines={lines}
      />
    </div>
  )
  return (
    <div ref={root}>
      {row('zh')}
      {row('en')}
      <div className="fd-row">
        <Picker
          label={w('insert')}
          placeholder={w('insert')}
          items={fields}
          chosen={[]}
          onChoose={keys => insert(keys[0])}
        />
      </div>
    </div>
  )
}

type Labels = (label: { zh?: string; en?: string } | undefined) => string

/** The fields a text can name: the form's own, and those of what it links to. */
function fieldItems({ forms }: NameSpace, form: CompiledForm, label: Labels): PickerItem[] {
  const fits = (path: readonly string[]) => 'field' in destinationOf(forms, form, path)
  const own = [...form.fields.values()].filter(({ key }) => key !== 'id' && key !== 'version' && fits([key]))
  const linked = own.flatMap(relation => {
    const target = forms.get(relation.target ?? '')
    return (target?.fieldList ?? [])
      .filter(({ key }) => fits([relation.key, key]))
      .map(field => ({
        key: `${relation.key}.${field.key}`,
        text: `${label(relation.label)} · ${label(field.label)}`,
      }))
  })
  return [...own.map(({ key, label: name }) => ({ key, text: label(name) || key })), ...linked]
}
