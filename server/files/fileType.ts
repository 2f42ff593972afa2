import { isUtf8 } from 'node:buffer'

/** How many first bytes decide. */
export const SNIFFED_BYTES = 4_100

type Match = (head: Buffer) => boolean

const starts =
  (hex: string, at = 0): Match =>
  head =>
    head.subarray(at).indexOf(Buffer.from(hex.replaceAll(' ', ''), 'hex')) === 0

const text = (value: string, at: number): Match => starts(Buffer.from(value, 'latin1').toString('hex'), at)
const all =
  (...matches: Match[]): Match =>
  head =>
    matches.every(match => match(head))
const holds =
  (value: string): Match =>
  head =>
    head.includes(value)

const zip = starts('504b0304')

/** By content, first match wins; the sender's word and the file's name count for nothing (SR-28). */
const signatures: readonly [type: string, match: Match][] = [
  ['application/pdf', text('%PDF-', 0)],
  ['image/png', starts('89504e470d0a1a0a')],
  ['image/jpeg', starts('ffd8ff')],
  ['image/gif', text('GIF8', 0)],
  ['image/webp', all(text('RIFF', 0), text('WEBP', 8))],
  ['audio/wav', all(text('RIFF', 0), text('WAVE', 8))],
  ['audio/mp4', all(text('ftyp', 4), text('M4A', 8))],
  ['video/quicktime', all(text('ftyp', 4), text('qt  ', 8))],
  ['image/heic', all(text('ftypheic', 4))],
  ['video/mp4', text('ftyp', 4)],
  ['audio/mpeg', text('ID3', 0)],
  ['audio/mpeg', head => head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2],
  ['audio/ogg', text('OggS', 0)],
  ['video/webm', all(starts('1a45dfa3'), holds('webm'))],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', all(zip, holds('word/'))],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', all(zip, holds('xl/'))],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', all(zip, holds('ppt/'))],
  ['application/zip', zip],
  ['application/msword', starts('d0cf11e0a1b11ae1')],
]

/** The type of a file by its first bytes; `application/octet-stream` when nothing is known of it. */
export function fileTypeOf(head: Buffer): string {
  for (const [type, match] of signatures) if (match(head)) return type
  return isText(head) ? textType(head.toString('utf8')) : 'application/octet-stream'
}

/** UTF-8 without control characters; a character cut in two at the end is no fault. */
function isText(head: Buffer): boolean {
  if (head.length === 0) return true
  for (const byte of head) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return false
  return [0, 1, 2, 3].some(cut => isUtf8(head.subarray(0, head.length - cut)))
}

function textType(content: string): string {
  const start = content
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase()
  if (/<svg[\s>]/.test(start)) return 'image/svg+xml'
  if (/^<(!doctype html|html|head|body|script|iframe|style|title|div|p|a|img|form)\b/.test(start)) return 'text/html'
  if (start.startsWith('<?xml') || /^<[a-z!]/.test(start)) return 'application/xml'
  return 'text/plain'
}

const shown = /^(image\/(png|jpeg|gif|webp|heic)|audio\/|video\/|application\/pdf$|text\/plain$)/

/** Whether a browser may show it in its place; everything that could hold script is a download. */
export const isShown = (type: string): boolean => shown.test(type)
