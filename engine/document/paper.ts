import type { Block } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { CompiledBlock, CompiledDocument } from '../definition/documents.ts'
import { labelText } from '../definition/labels.ts'
import { shapeOf } from '../record/shape.ts'
import type { TextLines } from './placeholders.ts'
import { holds, type Source } from './source.ts'
import { type Table, tableOf } from './table.ts'
import { nameWords, pathWords, settingWords } from './values.ts'

type Align = 'left' | 'center' | 'right'

interface Fact {
  readonly label: string
  readonly value: string
  /** takes a whole line */
  readonly wide: boolean
}

type Content =
  | { readonly kind: 'heading'; readonly text: string; readonly level: number; readonly align: Align }
  | { readonly kind: 'text'; readonly text: string; readonly align: Align }
  | { readonly kind: 'facts'; readonly label: string; readonly columns: number; readonly facts: readonly Fact[] }
  | ({ readonly kind: 'rows'; readonly label: string } & Table)
  | {
      readonly kind: 'image'
      /** ids of files */
      readonly files: readonly string[]
      /** a picture of the document's own, as a data address */
      readonly picture: string | null
      /** mm */
      readonly width: number
      readonly align: Align
    }
  | { readonly kind: 'signatures'; readonly signers: readonly string[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'page_break' }

/** A block as it stands on paper: words only, in one language. `key` is that of the block in its document. */
export type PaperBlock = Content & { readonly key: string }

/** A document filled in for one record, one reader and one language. */
export interface Paper {
  readonly key: string
  readonly name: string
  readonly language: Language
  readonly blocks: readonly PaperBlock[]
}

/** Whether a document is offered for the record. */
export const isOffered = ({ when }: CompiledDocument, source: Source): boolean => holds(source, when)

/** Fills a document in. What its reader may not see leaves nothing behind: no line, no fact, no column, no block. */
export function fillDocument(document: CompiledDocument, source: Source): Paper {
  const { key, definition, blocks } = document
  return {
    ...{ key, name: labelText(definition.name, source.language) ?? key, language: source.language },
    blocks: blocks.flatMap(block => {
      const content = holds(source, block.when) ? contentOf(block, source) : undefined
      return content === undefined ? [] : [{ key: block.definition.key, ...content }]
    }),
  }
}

function contentOf(block: CompiledBlock, source: Source): Content | undefined {
  const { definition, rows } = block
  const { language } = source
  switch (definition.type) {
    case 'heading':
    case 'text': {
      const text = textOf(block, source)
      if (text === undefined) return undefined
      const { align = 'left' } = definition
      if (definition.type === 'text') return { kind: 'text', text, align }
      return { kind: 'heading', text, level: definition.level ?? 2, align }
    }
    case 'facts': {
      const facts = factsOf(definition, source)
      const label = labelText(definition.label, language) ?? ''
      return facts.length === 0 ? undefined : { kind: 'facts', label, columns: definition.columns ?? 2, facts }
    }
    case 'rows': {
      const table = rows === undefined ? undefined : tableOf(source, definition, rows)
      return table === undefined
        ? undefined
        : { kind: 'rows', label: labelText(definition.label, language) ?? '', ...table }
    }
    case 'image':
      return pictureOf(definition, source)
    case 'signatures':
      return {
        kind: 'signatures',
        signers: definition.signers.map(({ key, label }) => labelText(label, language) ?? key),
      }
    default:
      return { kind: definition.type }
  }
}

/** The lines whose every name the reader may see; undefined when none is left. */
function textOf({ text }: CompiledBlock, source: Source): string | undefined {
  const lines = text?.[source.language] ?? text?.[source.language === 'zh' ? 'en' : 'zh'] ?? []
  const shown = lines.flatMap(line => lineOf(line, source) ?? [])
  return shown.length === 0 ? undefined : shown.join('\n')
}

function lineOf(line: TextLines[number], source: Source): string | undefined {
  const { form, values, readable } = source
  const isHidden = line.some(
    part => typeof part !== 'string' && part.path[0] !== '$settings' && !readable(form, part.path),
  )
  if (isHidden) return undefined
  return line
    .map(part => {
      if (typeof part === 'string') return part
      if (part.path[0] === '$settings') return settingWords(source, part.path[1] ?? '')
      return values === null ? nameWords(source, form, part.path) : pathWords(source, form, values, part.path)
    })
    .join('')
}

const WIDE: ReadonlySet<string> = new Set(['long_text', 'rich_text', 'address'])

const factsOf = ({ fields }: Extract<Block, { type: 'facts' }>, source: Source): Fact[] =>
  fields.flatMap(key => {
    const { form, values, context, language, readable } = source
    const field = form.fields.get(key)
    if (field === undefined || !readable(form, [key])) return []
    const value = values === null ? nameWords(source, form, [key]) : pathWords(source, form, values, [key])
    const wide = WIDE.has(shapeOf(context.app, form, field).kind)
    return [{ label: labelText(field.label, language) ?? key, value, wide }]
  })

/** Usual width of a picture, mm. */
const PICTURE_WIDTH = 40

function pictureOf(
  { field, picture, width = PICTURE_WIDTH, align = 'left' }: Extract<Block, { type: 'image' }>,
  { form, values, readable }: Source,
): Content | undefined {
  if (field === undefined) return { kind: 'image', files: [], picture: picture ?? null, width, align }
  if (!readable(form, [field])) return undefined
  const files = ([] as unknown[]).concat(values?.[field] ?? []).map(String)
  return { kind: 'image', files, picture: null, width, align }
}
