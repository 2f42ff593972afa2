import type { Language } from '../../schemas/problem.ts'
import type { Delivery } from '../outbox/delivery.ts'

/** A message ready for a channel that reaches people. */
export interface PersonMessage {
  readonly to: string
  readonly language: Language
  /** one line */
  readonly subject: string
  readonly body: string
  /** where it leads, from `FORMWORK_BASE_URL` only (SR-25) */
  readonly link: string | undefined
  /** body and link as plain text */
  readonly text: string
  readonly html: string
}

const LONGEST_SUBJECT = 120

const words = {
  open: { zh: '打开查看', en: 'Open' },
  why: {
    zh: '您收到此消息，是因为有事项与您有关。可在“我的通知”中调整。',
    en: 'You receive this because something concerns you. Change it under “My notifications”.',
  },
} as const

/** Control characters and line breaks become blanks: a subject is one line wherever it goes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()

/** The message of a delivery; hosts in it come from the configuration, whatever the content says. */
export function personMessage(baseUrl: string, { content }: Pick<Delivery, 'content'>): PersonMessage {
  const { to, subject, body, language: wished, path, outside } = content
  const language: Language = wished === 'en' ? 'en' : 'zh'
  const text = String(body ?? '')
  const link = typeof path === 'string' && /^\/(?!\/)/.test(path) ? baseUrl + path : undefined
  // Who is outside has no notifications to set.
  const why = outside === true ? undefined : words.why[language]
  const shown = oneLine(typeof subject === 'string' ? subject : text)
  return {
    to: String(to ?? ''),
    language,
    subject: cutText(shown, LONGEST_SUBJECT),
    body: text,
    link,
    text: [text, link, why === undefined ? why : `-- \n${why}`].filter(part => part !== undefined).join('\n\n'),
    html: htmlOf(text, link, why, language),
  }
}

/** At most so many characters, the cut shown. */
export const cutText = (text: string, most: number): string =>
  [...text].length <= most ? text : `${[...text].slice(0, most - 1).join('')}…`

/** At most so many bytes of UTF-8, whole characters only. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let size = Buffer.byteLength('…')
  const kept: string[] = []
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > most) break
    kept.push(character)
  }
  return `${kept.join('')}…`
}

const FULL_WIDTH = 0xfee0

/**
 * Marks that these services read as markup (links, mentions, headings, tags) in their full-width form: values of records stay text. None of them
 * documents an escape.
 */
export const withoutMarkup = (text: string): string =>
  text.replace(/[`*[\]<>#@]/g, mark => String.fromCharCode(mark.charCodeAt(0) + FULL_WIDTH))

export const openWord = (language: Language): string => words.open[language]

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

function htmlOf(text: string, link: string | undefined, why: string | undefined, language: Language): string {
  const lines = escaped(text).replace(/\n/g, '<br>')
  const small = why === undefined ? '' : `<p style="color:#7a8494;font-size:12px">${escaped(why)}</p>`
  const button =
    link === undefined
      ? ''
      : `<p style="margin:20px 0"><a href="${escaped(link)}" style="background:#1f5eff;border-radius:6px;color:#fff;padding:9px 18px;text-decoration:none">${words.open[language]}</a></p>`
  return `<div lang="${language}" style="font:15px/1.6 system-ui,sans-serif;color:#1c2430;max-width:560px"><p>${lines}</p>${button}${small}</div>`
}
