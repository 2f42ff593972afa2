import { isBeginning } from '../../commands/beginnings.ts'
import { TextRow } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'

interface WordsRowProps {
  readonly name: string
  readonly value: unknown
  readonly long: boolean
  readonly max: number
  readonly onChange: (value: unknown) => void
}

/** A text in Chinese and English; without any text there is none. */
export function WordsRow({ name, value, long, max, onChange }: WordsRowProps) {
  const { d } = useDesign()
  const texts = (value ?? {}) as Readonly<Record<string, string>>
  const keep = (language: 'zh' | 'en') => (text: string) => {
    const kept = isBeginning(texts) ? {} : texts
    const next = Object.entries({ ...kept, [language]: text.slice(0, max) }).filter(([, one]) => one !== '')
    onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  }
  const row = (language: 'zh' | 'en') => (
    <TextRow
      name={`${name} · ${d(language === 'zh' ? 'designer.zh' : 'designer.en')}`}
      value={texts[language] ?? ''}
      onChange={keep(language)}
      {...(long ? { lines: 2 } : {})}
    />
  )
  return (
    <>
      {row('zh')}
      {row('en')}
    </>
  )
}
