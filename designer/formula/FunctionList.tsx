import { useMemo, useState } from 'react'
import type { FunctionDefinition } from '../../engine/expression/functions/definition.ts'
import { functions } from '../../engine/expression/index.ts'
import { useDesign } from '../texts.ts'
import { argumentName } from './call.ts'
import { familyNames } from './words.ts'

interface FunctionListProps {
  readonly onInsert: (text: string, back?: number) => void
}

/** Every function by family, searched by name or by what it does, with examples that are put in at a press. */
export function FunctionList({ onInsert }: FunctionListProps) {
  const { d, pair } = useDesign()
  const [wanted, setWanted] = useState('')
  const families = useMemo(() => byFamily(wanted), [wanted])
  return (
    <>
      <input
        className="fw-input"
        type="search"
        aria-label={d('formula.searchFunctions')}
        placeholder={d('formula.searchFunctions')}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
      />
      {families.length === 0 ? <p className="fd-hint">{d('formula.noFunction')}</p> : null}
      {families.map(([family, items]) => (
        <section key={family}>
          <h4>{pair(familyNames[family] ?? [family, family])}</h4>
          {items.map(definition => (
            <FunctionItem key={definition.name} definition={definition} onInsert={onInsert} open={items.length < 3} />
          ))}
        </section>
      ))}
    </>
  )
}

function FunctionItem({
  definition,
  onInsert,
  open,
}: FunctionListProps & { readonly definition: FunctionDefinition; readonly open: boolean }) {
  const { d, language } = useDesign()
  const { name, args, help, examples, aliases } = definition
  return (
    <details className="fd-function" open={open}>
      <summary>
        <code>{name}</code> <span>{help[language]}</span>
      </summary>
      <p>
        <code>
          {name}({args.map(argument => argumentName(argument, language)).join(', ')})
        </code>
        {aliases.length === 0 ? null : <small>{d('formula.aliases', { names: aliases.join(', ') })}</small>}
      </p>
      <button type="button" onClick={() => onInsert(`${name}()`, args.length === 0 ? 0 : 1)}>
        {d('formula.insert', { name })}
      </button>
      <ul>
        {examples.map(({ formula, result }) => (
          <li key={formula}>
            <button type="button" title={d('formula.insertExample')} onClick={() => onInsert(formula)}>
              <code>{formula}</code>
            </button>
            <span> = {result}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function byFamily(wanted: string): readonly (readonly [string, readonly FunctionDefinition[]])[] {
  const word = wanted.trim().toLowerCase()
  const fits = ({ name, aliases, help }: FunctionDefinition) =>
    [name, ...aliases, help.zh, help.en].some(text => text.toLowerCase().includes(word))
  const found = new Map<string, FunctionDefinition[]>()
  for (const definition of functions.values())
    if (word === '' || fits(definition))
      found.set(definition.family, [...(found.get(definition.family) ?? []), definition])
  return [...found]
}
