import { isUtf8 } from 'node:buffer'
import { unreadable } from './limits.ts'
import { Rows } from './rows.ts'

/** Text of a file: UTF-16 and UTF-8 by their marks, else UTF-8 where it is, else GB18030, which Chinese offices write. @throws SheetRefused */
function textOf(content: Buffer): string {
  const utf16 = content[0] === 0xff && content[1] === 0xfe
  const encoding = utf16 ? 'utf-16le' : isUtf8(content) ? 'utf-8' : 'gb18030'
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(content)
  } catch {
    throw unreadable()
  }
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) throw unreadable()
  }
  return text
}

/** What parts the cells: of comma, semicolon and tab the one the first line holds most of. */
function separatorOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text.slice(0, 100_000))?.[0] ?? ''
  const count = (mark: string): number => line.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Reads RFC 4180: quoted cells hold separators, line ends and doubled quotes. A quote inside a bare cell is itself. @throws SheetRefused */
export function readCsv(content: Buffer): string[][] {
  const text = textOf(content)
  const separator = separatorOf(text)
  const rows = new Rows()
  const bare = new RegExp(`[${separator}\r\n]`, 'g')
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    const { cell, next } = text[at] === '"' ? quoted(text, at, bare) : plain(text, at, bare)
    row.push(cell)
    const mark = text[next]
    at = mark === '\r' && text[next + 1] === '\n' ? next + 2 : next + 1
    if (mark === separator && at < text.length) continue
    rows.add(row)
    row = []
  }
  return rows.kept
}

interface Read {
  readonly cell: string
  /** where what ends the cell stands */
  readonly next: number
}

function plain(text: string, from: number, ends: RegExp): Read {
  ends.lastIndex = from
  const next = ends.exec(text)?.index ?? text.length
  return { cell: text.slice(from, next), next }
}

function quoted(text: string, from: number, ends: RegExp): Read {
  let cell = ''
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { cell: cell + text.slice(at), next: text.length }
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      const { cell: rest, next } = plain(text, quote + 1, ends)
      return { cell: cell + rest, next }
    }
    cell += '"'
    at = quote + 2
  }
}
