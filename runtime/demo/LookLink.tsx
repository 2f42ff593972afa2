import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { demoWords } from './texts.ts'

/** From a template to its demo. */
export function LookLink({ template }: { readonly template: string }) {
  const w = useWords(demoWords)
  return (
    <a className="fw-button" style={{ alignSelf: 'flex-start' }} href={`/demo/${template}`}>
      <Icon name="search" size={16} />
      {w('demo.look')}
    </a>
  )
}
