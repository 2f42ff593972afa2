import { Link } from 'react-router'
import type { OtherStore } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'

/** Other servers that cannot be read now: a line each, and the gallery goes on. */
export function StoreProblems({ stores }: { readonly stores: readonly OtherStore[] }) {
  const w = useWords(storeWords)
  return stores
    .filter(({ problem }) => problem !== null)
    .map(({ id, name, problem }) => (
      <p key={id} className="fw-note is-warning" role="status" style={{ marginBottom: 16 }}>
        <Icon name="alert" size={18} />
        <span className="fw-grow">
          <strong>{name}</strong> {problem} {w('store.old')}
        </span>
        <Link to="/store/settings">{w('store.settings')}</Link>
      </p>
    ))
}
