import type { ListedTemplate } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useWords } from '../i18n/useWords.ts'

const categories = ['sales', 'store', 'service', 'projects', 'people', 'other'] as const
export type Category = (typeof categories)[number]

/** What it is for; a server may say what we do not know. */
export const categoryOf = ({ category }: Pick<ListedTemplate, 'category'>): Category =>
  categories.find(known => known === category) ?? 'other'

interface CategoriesProps {
  readonly templates: readonly ListedTemplate[]
  readonly chosen: Category | 'all'
  readonly onChoose: (category: Category | 'all') => void
}

/** Those that hold something, with how much; none where there is nothing to choose. */
export function Categories({ templates, chosen, onChoose }: CategoriesProps) {
  const w = useWords(storeWords)
  const counts = Map.groupBy(templates, categoryOf)
  const held = categories.filter(one => counts.has(one))
  if (held.length < 2) return null
  return (
    <section className="fw-store-categories" aria-label={w('store.categories')}>
      {(['all', ...held] as const).map(one => (
        <button
          key={one}
          type="button"
          className="fw-store-category"
          aria-pressed={chosen === one}
          onClick={() => onChoose(one)}
        >
          {w(`category.${one}`)}{' '}
          <span className="fw-faint">{one === 'all' ? templates.length : counts.get(one)?.length}</span>
        </button>
      ))}
    </section>
  )
}
