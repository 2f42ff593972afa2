import { useMemo } from 'react'
import { elementAt, type Place, pointerOf } from '../../engine/definition/elements.ts'
import { Button, Empty, type IconName } from '../../runtime/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import type { Patch } from '../commands/command.ts'
import type { ElementList } from '../commands/remove-element.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import type { PanelContext } from '../panel/context.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { membersOf } from '../panel/shape.ts'
import { ChoiceRow } from '../properties/inputs.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { changeKind } from './kinds.ts'
import { elementTexts } from './texts.ts'
import { useElementRemoval } from './useElementRemoval.ts'

interface Element {
  readonly key: string
  readonly label?: Label
  readonly name?: Label
}

interface ElementPageProps extends PageProps {
  /** list of the definition the page edits: `views` */
  readonly list: ElementList
  readonly icon: IconName
  /** primitive of an element, by its kind where kinds differ */
  readonly primitive: (element: Readonly<Record<string, unknown>>) => string
  readonly lead: readonly string[]
  readonly omit?: readonly string[]
  readonly empty: keyof typeof elementTexts
  readonly hint: keyof typeof elementTexts
  /** elements of several kinds: the primitive that has them, and what one begins with when it becomes a kind */
  readonly kinds?: { readonly union: string; readonly begin?: (kind: string) => Patch }
  /** what the page draws below the properties */
  readonly children?: React.ReactNode
}

/** A page of one element: what it is, its properties, and taking it away. */
export function ElementPage({
  definition,
  item,
  checked,
  open,
  add,
  list,
  icon,
  primitive,
  lead,
  omit,
  empty,
  hint,
  kinds,
  children,
}: ElementPageProps) {
  const { d, label, language } = useDesign()
  const w = usePageTexts(elementTexts)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const take = useElementRemoval(definition)
  const elements = (elementAt(definition, [list]) ?? []) as readonly Element[]
  const element = elements.find(({ key }) => key === item) ?? elements[0]
  if (element === undefined)
    return (
      <div className="fd-page">
        <Empty icon={icon} title={w(empty)} hint={w(hint)} action={add} />
      </div>
    )
  const place = [list, element.key]
  const pointer = pointerOf(definition, place)
  const own = checked.findings.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`))
  const name = label(element.label ?? element.name) || element.key
  const remove = async () => {
    if (await take(list, element.key, { title: w('removeAsk', { name }), hint: w('removeHint') })) open(list)
  }
  const values = element as unknown as Readonly<Record<string, unknown>>
  const context = { definition, space, form: typeof values.form === 'string' ? values.form : undefined }
  return (
    <div className="fd-page" key={element.key}>
      <header className="fd-page-head">
        <h1>{name}</h1>
        <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
          {d('designer.remove')}
        </Button>
      </header>
      <p className="fd-hint">{w(hint)}</p>
      {own.map(finding => (
        <p key={`${finding.code}${finding.path}`} className={`fd-finding is-${finding.severity}`} role="alert">
          {errorMessage(finding.code, finding.params, language)}
        </p>
      ))}
      <div className="fd-block">
        {kinds === undefined ? null : <KindRow {...kinds} element={values} place={place} context={context} />}
        <ElementPanel
          of={primitive(values)}
          value={element}
          place={place}
          context={context}
          lead={lead}
          {...(omit === undefined ? {} : { omit })}
        />
        <p className="fd-key">
          {d('designer.key')} <code>{element.key}</code>
        </p>
        <WhereUsed definition={definition} place={place} open={open} />
      </div>
      {children}
    </div>
  )
}

interface KindRowProps extends NonNullable<ElementPageProps['kinds']> {
  readonly element: Readonly<Record<string, unknown>>
  readonly place: Place
  readonly context: PanelContext
}

/** Which kind it is: a table or a board, told by another system or calling it. */
function KindRow({ union, begin, element, place, context }: KindRowProps) {
  const { d, pair } = useDesign()
  const { tag, members } = membersOf(union)
  return (
    <ChoiceRow
      name={d('designer.kind')}
      value={String(element[tag])}
      options={[...members.keys()].map(kind => [kind, pair(choiceWord(tag, kind))] as const)}
      onChange={kind => run(changeKind(union, element, place, kind, context, begin?.(kind)))}
    />
  )
}
