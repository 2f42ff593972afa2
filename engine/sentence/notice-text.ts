import type { Language } from '../../schemas/problem.ts'
import type { NoticeText } from './notices.ts'
import type { Place, Speech } from './place.ts'
import { tidied } from './tidy.ts'
import { phrasesOf } from './words/phrases.ts'

/** The words of a notice nobody worded: which record it is about, and what happened or did not, in both languages. */
export function noticeText(place: Place, topic: (speech: Speech) => string | undefined): NoticeText {
  // A relation alone stands for the title of its record.
  const name = place.prefix.length > 0 ? place.prefix : [place.form.titleField].filter(key => key !== '')
  const text = (language: Language): string => {
    const said = topic({ ...place, language, phrases: phrasesOf[language], quoted: false, made: new Map() })
    // Braces in a notice stand for fields.
    const what = said === undefined || said.includes('{') ? '' : tidied(said, language)
    const colon = language === 'zh' ? '：' : ': '
    return [name.length === 0 ? '' : `{${name.join('.')}}`, what].filter(part => part !== '').join(colon)
  }
  return { zh: text('zh'), en: text('en') }
}
