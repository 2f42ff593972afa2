import { useId, useState } from 'react'
import type { Scopes } from '../../engine/definition/environment.ts'
import { Button, Picker } from '../../runtime/index.ts'
import type { Expr } from '../../schemas/generated/definition.ts'
import { FormulaDialog } from '../formula/FormulaDialog.tsx'
import { formulaText } from '../formula/names.ts'
import { formulaPlace } from '../formula/place.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { peopleChoices } from './choices.ts'
import { type Person, readPeople, writePeople, writePerson } from './people.ts'
import { type PeoplePlace, personText } from './say.ts'
import { peopleTexts } from './texts.ts'

interface PeoplePickerProps {
  readonly name: string
  readonly hint?: string
  readonly place: PeoplePlace
  /** people known beside the form's fields: `$applicant`, `$task.assignee`, `$user` */
  readonly scopes: readonly string[]
  /** all names formulas may use here */
  readonly known: Scopes
  readonly value: Expr | undefined
  /** undefined: nobody */
  readonly onChange: (value: string | undefined) => void
}

/** Who: roles, managers, heads of departments, people in fields, several of them, or a formula. */
export function PeoplePicker({ name, hint, place, scopes, known, value, onChange }: PeoplePickerProps) {
  const { d } = useDesign()
  const w = usePageTexts(peopleTexts)
  const [formula, setFormula] = useState(false)
  const id = useId()
  const text = value === undefined ? '' : formulaText(value)
  const people = readPeople(text)
  const choices = peopleChoices(place, scopes)
  const byText = new Map<string, Person>([...choices, ...people].map(person => [writePerson(person), person]))
  const chosen = people.map(writePerson)
  const change = (keys: readonly string[]) => {
    const next = keys.flatMap(key => byText.get(key) ?? [])
    onChange(next.length === 0 ? undefined : writePeople(next))
  }
  return (
    <div className="fd-row">
      <label htmlFor={id}>{name}</label>
      <Picker
        id={id}
        label={name}
        multiple
        clearable={false}
        placeholder={w('choose')}
        items={[...byText].map(([key, person]) => ({ key, text: personText(place, person) }))}
        chosen={chosen}
        onChoose={change}
        shown={
          <span className="fd-people">
            {people.map(person => (
              <span key={writePerson(person)} className="fd-person">
                {personText(place, person)}
              </span>
            ))}
          </span>
        }
      />
      <Button size="small" kind="link" onClick={() => setFormula(true)}>
        {w('byFormula')}
      </Button>
      {hint === undefined ? null : <p className="fd-hint">{hint}</p>}
      {formula ? (
        <FormulaDialog
          title={d('formula.edit', { name })}
          formula={text}
          place={formulaPlace(place.space, place.form?.key ?? '', place.language, { scopes: known })}
          onSave={saved => onChange(saved.trim() === '' ? undefined : saved)}
          onClose={() => setFormula(false)}
        />
      ) : null}
    </div>
  )
}
