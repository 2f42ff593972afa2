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
  const { to, subject, body, language: wished, path } = content
  const language: Language = wished === 'en' ? 'en' : 'zh'
  const text = String(body ?? '')
  const link = typeof path === 'string' && /^\/(?!\/)/.test(path) ? baseUrl + path : undefined
  const shown = oneLine(typeof subject === 'string' ? subject : text)
  return {
    to: String(to ?? ''),
    language,
    subject: [...shown].length > LONGEST_SUBJECT ? `${[...shown].slice(0, LONGEST_SUBJECT).join('')}…` : shown,
    body: text,
    link,
    text: [text, link, `-- \n${words.why[language]}`].filter(part => part !== undefined).join('\n\n'),
    html: htmlOf(text, link, language),
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

function htmlOf(text: string, link: string | undefined, language: Language): string {
  const lines = escaped(text).replace(/\n/g, '<br>')
  const button =
    link === undefined
      ? ''
      : `<p style="margin:20px 0"><a href="${escaped(link)}" style="background:#1f5eff;border-radius:6px;color:#fff;padding:9px 18px;text-decoration:none">${words.open[language]}</a></p>`
  return `<div lang="${language}" style="font:15px/1.6 system-ui,sans-serif;color:#1c2430;max-width:560px"><p>${lines}</p>${button}<p style="color:#7a8494;font-size:12px">${escaped(words.why[language])}</p></div>`
}
