import type { TemplateAuthor } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'

/** A fingerprint in groups of four, as people read it to each other. */
export const inGroups = (keyId: string): string => keyId.match(/.{1,4}/g)?.join(' ') ?? keyId

/** Who made it, in one line. */
export function AuthorLine({ author }: { readonly author: TemplateAuthor }) {
  const w = useWords(storeWords)
  const known = author.standing !== 'unknown' && author.standing !== 'unsigned'
  return (
    <p className={known ? 'fw-hint fw-row' : 'fw-hint fw-row fw-author-warning'} style={{ gap: 6 }}>
      <Icon name={known ? 'check' : 'alert'} size={14} />
      <span>{w(`author.${author.standing}`, { name: author.publisher ?? '' })}</span>
    </p>
  )
}

interface AuthorChoiceProps {
  readonly author: TemplateAuthor
  /** only trusted authors may come in */
  readonly strict: boolean
  readonly trust: boolean
  readonly onTrust: (trust: boolean) => void
  readonly disabled?: boolean
}

/** Who made it, before it is taken in: what is not proven stands out, and trusting is one tick beside the fingerprint. */
export function AuthorChoice({ author, strict, trust, onTrust, disabled = false }: AuthorChoiceProps) {
  const w = useWords(storeWords)
  const { standing, publisher, keyId } = author
  if (standing !== 'unknown' && standing !== 'unsigned') return <AuthorLine author={author} />
  return (
    <section className="fw-note is-warning" aria-label={w('author.title')}>
      <Icon name="alert" size={18} />
      <div className="fw-grow">
        <p>
          <strong>{w(`author.${standing}`, { name: publisher ?? '' })}</strong>
        </p>
        {standing === 'unsigned' ? <p>{w(strict ? 'author.unsignedRefused' : 'author.unsignedHint')}</p> : null}
        {standing === 'unknown' && keyId !== null ? (
          <>
            <p>{w('author.compare')}</p>
            <p>
              <code className="fw-fingerprint">{inGroups(keyId)}</code>
            </p>
            <label className="fw-check" style={{ marginTop: 8 }}>
              <input
                type="checkbox"
                checked={trust}
                disabled={disabled}
                onChange={event => onTrust(event.target.checked)}
              />
              <span>
                {w('author.trust')}
                {strict ? <span style={{ display: 'block' }}>{w('author.strict')}</span> : null}
              </span>
            </label>
          </>
        ) : null}
      </div>
    </section>
  )
}

/** Whether it may be taken in as things stand. */
export const isWelcome = ({ standing }: TemplateAuthor, strict: boolean, trust: boolean): boolean =>
  !strict || (standing !== 'unsigned' && (standing !== 'unknown' || trust))

interface OtherSignerProps {
  readonly checked: boolean
  readonly onCheck: (checked: boolean) => void
}

/** Somebody else than before: said loudly, and one tick more. */
export function OtherSigner({ checked, onCheck }: OtherSignerProps) {
  const w = useWords(storeWords)
  return (
    <section className="fw-note is-danger" aria-label={w('author.changed')}>
      <Icon name="alert" size={18} />
      <div className="fw-grow">
        <p>
          <strong>{w('author.changed')}</strong>
        </p>
        <p>{w('author.changedText')}</p>
        <label className="fw-check" style={{ marginTop: 8 }}>
          <input type="checkbox" checked={checked} onChange={event => onCheck(event.target.checked)} />
          <span>{w('author.changedConfirm')}</span>
        </label>
      </div>
    </section>
  )
}
