import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { TemplateAuthor } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import '../styles/merge.css'
import { AuthorChoice, isWelcome, OtherSigner } from './Author.tsx'

interface Preview {
  /** of a template; what comes from an app of the house has none */
  readonly author?: TemplateAuthor
  /** signed by another than the version that is installed */
  readonly otherSigner?: boolean
  /** of another server’s, so that what is taken is what was looked at */
  readonly checksum?: string | null
  /** of a file: whom the organisation takes in, and what both sides last had in common */
  readonly policy?: 'anyone' | 'trusted'
  readonly basis?: 'version' | 'template' | 'none'
  readonly from: string
  readonly to: string
  readonly base: number
  readonly notes: Labelled
  readonly own: number
  readonly changes: readonly {
    readonly path: string
    readonly kind: string
    readonly text: { readonly zh: string; readonly en: string }
  }[]
  readonly plan: readonly { readonly key?: string; readonly text: string; readonly count: number | null }[]
  /** what speaks against it; an error stops it */
  readonly findings: readonly {
    readonly severity: 'error' | 'warning'
    readonly code: string
    readonly path: string
    readonly message: string
  }[]
  readonly conflicts: readonly {
    readonly at: string
    readonly place: string
    readonly reason: string
    readonly ours: string
    readonly theirs: string
  }[]
}

type Choices = Readonly<Record<string, 'ours' | 'theirs'>>

interface MergeDialogProps {
  /** below /api: what is looked at before, and what does it */
  readonly preview: string
  readonly take: string
  /** sent with both: a file that was chosen; undefined: the server knows where to look */
  readonly file?: unknown
  readonly title: string
  readonly action: string
  readonly done: string
  /** where the changes come from, in a line; undefined: from version to version */
  readonly lead?: string
  /** who the other side is, where both changed the same; undefined: the template */
  readonly theirs?: string
  readonly onClose: () => void
}

/** What others made of this app and taking it in would do; conflicts are chosen one by one; then one button. */
export function MergeDialog({ preview, take, file, title, action, done, lead, theirs, onClose }: MergeDialogProps) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const client = useQueryClient()
  const [choices, setChoices] = useState<Choices>({})
  const [busy, setBusy] = useState(false)
  const [checked, setChecked] = useState(false)
  const [trust, setTrust] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.store, 'merge', preview],
    queryFn: ({ signal }) =>
      file === undefined
        ? get<Preview>(preview, signal)
        : request<Preview>('POST', preview, { body: { bundle: file }, signal }),
    staleTime: 0,
    gcTime: 0,
  })
  const send = (despite: boolean) =>
    request('POST', take, {
      body: {
        ...{ choices, confirm: true, despite, base: data?.base },
        ...(data?.author === undefined ? {} : { trust }),
        ...(data?.otherSigner === undefined ? {} : { otherSigner: checked }),
        ...(file === undefined ? {} : { bundle: file }),
        ...(typeof data?.checksum === 'string' ? { checksum: data.checksum } : {}),
      },
    })
  const upgrade = async (despite = false): Promise<void> => {
    setBusy(true)
    try {
      await send(despite)
      await client.invalidateQueries()
      toast.done(done)
      onClose()
    } catch (caught) {
      setBusy(false)
      const failing =
        caught instanceof ApiError && caught.code === 'scenarios_failed' ? caught.extra.scenarios : undefined
      if (failing === undefined) return toast.failed(caught)
      const names = (failing as Labelled[]).map(one => label(one)).join('、')
      if (await confirm({ title: w('store.scenarios', { names }), action })) await upgrade(true)
    }
  }
  const strict = data?.policy === 'trusted'
  const unwelcome = data?.author !== undefined && !isWelcome(data.author, strict, trust)
  const unchecked = unwelcome || (data?.otherSigner === true && !checked)
  const wrong = data?.findings.some(({ severity }) => severity === 'error') ?? false
  const open = data?.conflicts.filter(({ at }) => choices[at] === undefined).length ?? 1
  return (
    <Dialog
      kind="wide"
      title={title}
      onClose={busy ? () => undefined : onClose}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={open > 0 || unchecked || wrong} onClick={() => void upgrade()}>
            {action}
          </Button>
        </>
      }
    >
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <div className="fw-stack">
          {data.author === undefined ? null : (
            <AuthorChoice author={data.author} strict={strict} trust={trust} onTrust={setTrust} disabled={busy} />
          )}
          {data.otherSigner === true ? <OtherSigner checked={checked} onCheck={setChecked} /> : null}
          <PreviewView
            data={data}
            lead={lead ?? w('store.fromTo', { from: data.from, to: data.to })}
            theirs={theirs}
            choices={choices}
            onChoose={(at, side) => setChoices({ ...choices, [at]: side })}
          />
        </div>
      )}
    </Dialog>
  )
}

interface PreviewViewProps {
  readonly data: Preview
  readonly lead: string
  readonly theirs: string | undefined
  readonly choices: Choices
  readonly onChoose: (at: string, side: 'ours' | 'theirs') => void
}

function PreviewView({ data, lead, theirs, choices, onChoose }: PreviewViewProps) {
  const { label } = useText()
  const w = useWords(storeWords)
  const errors = data.findings.filter(({ severity }) => severity === 'error')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className="fw-stack" aria-label={w('store.changes')} tabIndex={0}>
      <p>
        <strong>{lead}</strong> {data.basis === 'none' || data.own === 0 ? null : w('store.kept', { n: data.own })}
      </p>
      {data.basis === undefined ? null : <p>{w(`merge.${data.basis}`)}</p>}
      {errors.length === 0 ? null : (
        <div className="fw-note is-danger" role="alert">
          <div>
            <strong>{w('merge.problems')}</strong>
            <ul className="fw-plain-list">
              {errors.map(({ path, code, message }) => (
                <li key={path + code}>{message}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {label(data.notes) === '' ? null : (
        <div>
          <h3>{w('store.notes')}</h3>
          <p className="fw-pre-line">{label(data.notes)}</p>
        </div>
      )}
      {data.conflicts.length === 0 ? null : (
        <div>
          <h3>
            {w(data.basis === 'none' ? 'merge.differing' : 'store.conflicts', {
              n: data.conflicts.length,
              other: theirs ?? w('store.theTemplate'),
            })}
          </h3>
          {data.conflicts.map(({ at, place, reason, ...sides }) => (
            <fieldset key={at} className="fw-conflict-choice">
              <legend>
                <strong>{place}</strong> {data.basis === 'none' ? null : reason}
              </legend>
              {(['ours', 'theirs'] as const).map(side => (
                <label key={side} className="fw-check">
                  <input type="radio" name={at} checked={choices[at] === side} onChange={() => onChoose(at, side)} />
                  <span>
                    {w(`store.${side}`, { other: theirs ?? w('store.theTemplate') })}
                    <span className="fw-hint" style={{ display: 'block' }}>
                      {sides[side]}
                    </span>
                  </span>
                </label>
              ))}
            </fieldset>
          ))}
        </div>
      )}
      <div>
        <h3>{w('store.changes')}</h3>
        {data.changes.length === 0 ? <p className="fw-muted">{w('store.noChanges')}</p> : null}
        <ul className="fw-plain-list">
          {data.changes.map(({ path, kind, text }) => (
            <li key={`${kind}${path}`}>{label(text)}</li>
          ))}
        </ul>
      </div>
      {data.plan.length === 0 ? null : (
        <div>
          <h3>{w('store.data')}</h3>
          <ul className="fw-plain-list">
            {data.plan.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
