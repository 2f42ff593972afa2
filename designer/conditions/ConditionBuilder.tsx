import { useEffect, useMemo, useRef, useState } from 'react'
import type { Scopes } from '../../engine/definition/environment.ts'
import { Button, IconButton } from '../../runtime/index.ts'
import type { Expr } from '../../schemas/generated/definition.ts'
import { FormulaDialog } from '../formula/FormulaDialog.tsx'
import { FormulaText } from '../formula/FormulaText.tsx'
import { formulaText } from '../formula/names.ts'
import { formulaPlace, nameSpaceOf } from '../formula/place.ts'
import { useDraft } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { ConditionRow } from './ConditionRow.tsx'
import type { Editor } from './editor.ts'
import { type ConditionPlace, conditionFields } from './fields.ts'
import { type Group, readGroup, type Term, writeTerm } from './term.ts'
import { conditionTexts } from './texts.ts'
import './conditions.css'

interface ConditionBuilderProps {
  /** key of the form whose fields are compared */
  readonly form: string
  readonly value: Expr | undefined
  /** formula text; undefined: no condition is left */
  readonly onChange: (value: string | undefined) => void
  /** people known here beside the form's fields, as paths: `$user`, `$applicant` */
  readonly people?: readonly string[]
  /** names formulas may use here beside the form's fields */
  readonly scopes?: Scopes
  /** what the condition decides, for the ear and the title of the formula */
  readonly name: string
  /** said when there is no condition */
  readonly none?: string
}

const NOBODY: readonly string[] = []
const NO_SCOPES: Scopes = {}

/** A condition in the words of the form: lines "field · comparison · value", groups of them, and a formula where lines do not do. */
export function ConditionBuilder({
  form,
  value,
  onChange,
  people = NOBODY,
  scopes = NO_SCOPES,
  name,
  none,
}: ConditionBuilderProps) {
  const { language, d } = useDesign()
  const w = usePageTexts(conditionTexts)
  const definition = useDraft(state => state.definition)
  const space = useMemo(() => (definition === null ? undefined : nameSpaceOf(definition)), [definition])
  const place = useMemo<ConditionPlace | undefined>(
    () => (space === undefined ? undefined : { space, form: space.forms.get(form), language, people }),
    [space, form, language, people],
  )
  const fields = useMemo(() => (place === undefined ? [] : conditionFields(place)), [place])
  const byPath = useMemo(() => new Map(fields.map(field => [field.path, field])), [fields])
  const text = value === undefined ? '' : formulaText(value)
  const read = (formula: string): Group => readGroup(formula, path => byPath.get(path)?.kind)
  const [group, setGroup] = useState<Group>(() => read(text))
  const [writing, setWriting] = useState(false)
  // What was changed elsewhere (undo, the formula) is read anew; lines not complete yet stay.
  const written = useRef(text)
  useEffect(() => {
    if (text === written.current) return
    written.current = text
    setGroup(read(text))
  })
  if (place === undefined) return null
  const change = (next: Group): void => {
    setGroup(next)
    const formula = writeTerm(next)
    if (formula === written.current) return
    written.current = formula
    onChange(formula === '' ? undefined : formula)
  }
  const editor = { place, fields, byPath, formula: formulaPlace(place.space, form, language, { scopes }) }
  return (
    <fieldset className="fc">
      <legend className="fw-hidden">{name}</legend>
      {group.terms.length === 0 ? <p className="fd-hint">{none ?? w('none')}</p> : null}
      <GroupBox editor={editor} group={group} onChange={change} depth={0} />
      <Button size="small" kind="link" onClick={() => setWriting(true)}>
        {w('formula')}
      </Button>
      {writing ? (
        <FormulaDialog
          title={d('formula.edit', { name })}
          formula={text}
          place={editor.formula}
          onSave={saved => onChange(saved.trim() === '' ? undefined : saved)}
          onClose={() => setWriting(false)}
        />
      ) : null}
    </fieldset>
  )
}

/** Groups deeper than this are written as a formula. */
const DEEPEST = 4

interface GroupBoxProps {
  readonly editor: Editor
  readonly group: Group
  readonly depth: number
  readonly onChange: (group: Group) => void
  readonly onRemove?: () => void
}

function GroupBox({ editor, group, depth, onChange, onRemove }: GroupBoxProps) {
  const w = usePageTexts(conditionTexts)
  const put = (at: number, term: Term | null): void =>
    onChange({ ...group, terms: term === null ? group.terms.toSpliced(at, 1) : group.terms.with(at, term) })
  const add = (term: Term): void => onChange({ ...group, terms: [...group.terms, term] })
  const line: Term = { kind: 'row', path: '', compare: 'equals', values: [] }
  return (
    <div className={depth === 0 ? 'fc-group' : 'fc-group is-inner'}>
      {group.terms.length > 1 || depth > 0 ? (
        <div className="fc-join">
          <select
            className="fw-input"
            aria-label={w('join')}
            value={group.join}
            onChange={event => onChange({ ...group, join: event.target.value === 'OR' ? 'OR' : 'AND' })}
          >
            <option value="AND">{w('and')}</option>
            <option value="OR">{w('or')}</option>
          </select>
          {onRemove === undefined ? null : (
            <IconButton icon="trash" size={15} name={w('removeGroup')} onClick={onRemove} />
          )}
        </div>
      ) : null}
      {group.terms.map((term, at) => {
        const remove = () => put(at, null)
        // biome-ignore-start lint/suspicious/noArrayIndexKey: lines have no identity but their place
        if (term.kind === 'row')
          return <ConditionRow key={at} editor={editor} row={term} onChange={row => put(at, row)} onRemove={remove} />
        if (term.kind === 'group')
          return (
            <GroupBox
              key={at}
              editor={editor}
              group={term}
              depth={depth + 1}
              onChange={one => put(at, one)}
              onRemove={remove}
            />
          )
        return (
          <FormulaLine
            key={at}
            editor={editor}
            text={term.text}
            onChange={text => put(at, { ...term, text })}
            onRemove={remove}
          />
        )
        // biome-ignore-end lint/suspicious/noArrayIndexKey: lines have no identity but their place
      })}
      <div className="fc-buttons">
        <Button size="small" kind="quiet" icon="plus" onClick={() => add(line)}>
          {w('add')}
        </Button>
        {depth < DEEPEST && group.terms.length > 0 ? (
          <Button
            size="small"
            kind="quiet"
            icon="plus"
            onClick={() => add({ kind: 'group', join: group.join === 'AND' ? 'OR' : 'AND', terms: [line, line] })}
          >
            {w('addGroup')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

interface FormulaLineProps {
  readonly editor: Editor
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onRemove: () => void
}

function FormulaLine({ editor, text, onChange, onRemove }: FormulaLineProps) {
  const w = usePageTexts(conditionTexts)
  const [open, setOpen] = useState(false)
  return (
    <div className="fc-row">
      <button type="button" className="fd-formula-face" onClick={() => setOpen(true)}>
        <span className="fw-hidden">{w('editFormula')}</span>
        <FormulaText formula={text} place={editor.formula} />
      </button>
      <IconButton icon="trash" size={15} name={w('remove')} onClick={onRemove} />
      {open ? (
        <FormulaDialog
          title={w('editFormula')}
          formula={text}
          place={editor.formula}
          onSave={saved => (saved.trim() === '' ? onRemove() : onChange(saved))}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  )
}
