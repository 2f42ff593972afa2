import { useWords } from '../i18n/useWords.ts'
import { Empty } from '../ui/states.tsx'
import { demoWords } from './texts.ts'

/** The demo is gone, or is not for this person. */
export default function DemoEnded() {
  const w = useWords(demoWords)
  return (
    <main className="fw-page">
      <Empty
        icon="store"
        title={w('demo.ended')}
        hint={w('demo.endedHint')}
        action={
          <a className="fw-button" href="/store">
            {w('demo.store')}
          </a>
        }
      />
    </main>
  )
}
