import { useMemo, useState } from 'react'
import { placeOf } from '../../engine/definition/elements.ts'
import { placeInWords, type Said } from '../../engine/definition/words/place.ts'
import type { Finding } from '../../engine/index.ts'
import { Button, Empty, Icon, Skeleton, toast } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { run, undo } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { destinationOf, elementPlace } from './destination.ts'
import { mendsOf } from './mends.ts'
import { messageOf } from './message.ts'
import { checkTexts } from './texts.ts'
import './check.css'

/** Everything the check says of the draft: what stands against a publish first, each with its place and, where it can be, a mend of one click. */
export default function CheckPage({ definition, checked, open }: PageProps) {
  const w = usePageTexts(checkTexts)
  const { findings, isPending } = checked
  const of = (severity: Finding['severity']) => findings.filter(one => one.severity === severity)
  const [errors, warnings] = [of('error'), of('warning')]
  return (
    <main className="fd-check">
      <h1>{w('title')}</h1>
      {isPending ? <Skeleton lines={6} height={40} /> : null}
      {findings.length === 0 && !isPending ? (
        <Empty
          icon="check"
          title={w('allWell')}
          hint={w('allWellHint')}
          action={
            <Button kind="primary" onClick={() => open('publish')}>
              {w('publish')}
            </Button>
          }
        />
      ) : null}
      {errors.length === 0 ? null : (
        <section className="fd-check-block is-error" aria-label={w('errors', { n: errors.length })}>
          <h2>
            <Icon name="alert" size={17} />
            {w('errors', { n: errors.length })}
          </h2>
          <Groups definition={definition} findings={errors} open={open} />
        </section>
      )}
      {warnings.length === 0 ? null : (
        <section className="fd-check-block" aria-label={w('warnings', { n: warnings.length })}>
          <h2>{w('warnings', { n: warnings.length })}</h2>
          <p className="fd-hint">{w('warningsHint')}</p>
          <Groups definition={definition} findings={warnings} open={open} />
        </section>
      )}
    </main>
  )
}

interface GroupsProps {
  readonly definition: AppDefinition
  readonly findings: readonly Finding[]
  readonly open: PageProps['open']
}

/** Findings by the element of the app they lie in. */
function Groups({ definition, findings, open }: GroupsProps) {
  const { language } = useDesign()
  const w = usePageTexts(checkTexts)
  const groups = useMemo(
    () =>
      [...Map.groupBy(findings, ({ path }) => elementPlace(definition, placeOf(definition, path)).join('/'))].map(
        ([name, own]) => {
          const words: Said = name === '' ? { zh: '', en: '' } : placeInWords(definition, name.split('/'))
          return { name, words, own }
        },
      ),
    [definition, findings],
  )
  return groups.map(({ name, words, own }) => (
    <div key={name} className="fd-check-group">
      <h3>{capital(words[language]) || w('whole')}</h3>
      <Rows definition={definition} findings={own} open={open} />
    </div>
  ))
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const SHOWN = 12

function Rows({ definition, findings, open }: GroupsProps) {
  const w = usePageTexts(checkTexts)
  const [all, setAll] = useState(false)
  const shown = all || findings.length <= SHOWN + 2 ? findings : findings.slice(0, SHOWN)
  return (
    <>
      <ul>
        {shown.map(finding => (
          <Row
            key={`${finding.path} ${finding.code} ${JSON.stringify(finding.params)}`}
            definition={definition}
            finding={finding}
            open={open}
          />
        ))}
      </ul>
      {shown.length === findings.length ? null : (
        <Button size="small" kind="quiet" onClick={() => setAll(true)}>
          {w('more', { n: findings.length - shown.length })}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  readonly definition: AppDefinition
  readonly finding: Finding
  readonly open: PageProps['open']
}

function Row({ definition, finding, open }: RowProps) {
  const { d, language } = useDesign()
  const w = usePageTexts(checkTexts)
  const place = placeOf(definition, finding.path)
  const to = destinationOf(place)
  const where = placeInWords(definition, place)[language]
  const mends = mendsOf(definition, finding)
  return (
    <li className="fd-check-row">
      <div className="fw-grow">
        <p>{messageOf(definition, finding, language)}</p>
        <small>{capital(where)}</small>
      </div>
      <div className="fd-check-acts">
        {mends.map(mend => (
          <Button
            key={mend.text.en}
            size="small"
            onClick={() => {
              run(...mend.commands)
              toast.done(w('mended'), { label: d('designer.undo'), run: undo })
            }}
          >
            {mend.text[language]}
          </Button>
        ))}
        {to === undefined ? null : (
          <Button size="small" kind="quiet" aria-label={w('goTo', { place: where })} onClick={() => open(to)}>
            {w('go')}
          </Button>
        )}
      </div>
    </li>
  )
}
