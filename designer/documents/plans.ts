import { same } from '../../engine/definition/same.ts'
import { partsOf } from '../../engine/document/placeholders.ts'
import type { IconName } from '../../runtime/index.ts'
import type { AppDefinition, Block, Document, Form } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'

export interface BlockKind {
  readonly type: Block['type']
  readonly icon: IconName
}

/** What a paper is made of, the most used first. */
export const blockKinds: readonly BlockKind[] = [
  { type: 'heading', icon: 'edit' },
  { type: 'text', icon: 'comment' },
  { type: 'facts', icon: 'form' },
  { type: 'rows', icon: 'table' },
  { type: 'signatures', icon: 'design' },
  { type: 'image', icon: 'camera' },
  { type: 'divider', icon: 'columns' },
  { type: 'page_break', icon: 'file' },
]

export const blocksPlace = ({ key }: Document) => ['documents', key, 'blocks']

export const formOfDocument = ({ forms }: AppDefinition, { form }: Document): Form | undefined =>
  forms.find(({ key }) => key === form)

/** The first fields of a form that say something on paper. */
const MOST_FACTS = 6
const UNTOLD = new Set(['subform', 'attachment', 'image', 'video', 'audio', 'signature', 'rich_text'])

const toldFields = (form: Form | undefined): string[] =>
  (form?.fields ?? [])
    .filter(({ type }) => !UNTOLD.has(type))
    .slice(0, MOST_FACTS)
    .map(({ key }) => key)

type Rows = Extract<Block, { type: 'rows' }>

/** The first lines a record has, with their first columns; sums of money are added up. */
function rowsOf(definition: AppDefinition, form: Form | undefined): Pick<Rows, 'of' | 'label' | 'columns' | 'totals'> {
  const lines = form?.fields.find(field => field.type === 'subform')
  if (lines?.type === 'subform') return { of: lines.key, label: lines.label, ...columnsOf(lines.fields) }
  for (const other of definition.forms)
    for (const field of other.fields)
      if (field.type === 'relation' && field.to === form?.key && field.inverse !== undefined) {
        const { key, label } = field.inverse
        return { of: key, label, ...columnsOf(other.fields.filter(one => one !== field)) }
      }
  return { columns: [] }
}

const MOST_COLUMNS = 5

function columnsOf(fields: readonly { readonly key: string; readonly type: string; readonly result?: unknown }[]) {
  const shown = fields.filter(({ type }) => !UNTOLD.has(type) && type !== 'long_text').slice(0, MOST_COLUMNS)
  const sums = shown.filter(({ type, result }) => type === 'money' || result === 'money').slice(-1)
  return { columns: shown.map(({ key }) => key), ...(sums.length === 0 ? {} : { totals: sums.map(({ key }) => key) }) }
}

/** A new block that says something at once. */
export function newBlock(definition: AppDefinition, document: Document, type: Block['type']): Block {
  const key = freeKey(
    type,
    document.blocks.map(one => one.key),
  )
  return blockOf(definition, formOfDocument(definition, document), key, type)
}

function blockOf(definition: AppDefinition, form: Form | undefined, key: string, type: Block['type']): Block {
  switch (type) {
    case 'heading':
      return { key, type, level: 2, align: 'left', text: { zh: '标题', en: 'Heading' } }
    case 'text':
      return { key, type, align: 'left', text: { zh: '在这里写文字', en: 'Write here' } }
    case 'facts':
      return { key, type, columns: 2, fields: toldFields(form) }
    case 'rows':
      return { key, type, numbered: true, ...rowsOf(definition, form) }
    case 'signatures':
      return {
        ...{ key, type },
        signers: [
          { key: 'ours', label: { zh: '我方（盖章）', en: 'For us (seal)' } },
          { key: 'theirs', label: { zh: '对方（盖章）', en: 'For you (seal)' } },
        ],
      }
    case 'image': {
      const field = form?.fields.find(one => one.type === 'image' || one.type === 'signature')
      return { key, type, width: 40, ...(field === undefined ? {} : { field: field.key }) }
    }
    default:
      return { key, type }
  }
}

export const addBlock = (document: Document, block: Block, after?: string | null): Plan => [
  { do: 'add', to: blocksPlace(document), element: block, ...(after === undefined ? {} : { after }) },
]

/** A paper's usual title: what its records are called. */
const titleOf = (form: Form | undefined) => ({
  zh: form?.name.zh ?? form?.name.en ?? '',
  en: form?.name.en ?? form?.name.zh ?? '',
})

/** A paper of a form with its name, its facts, its lines and places to sign. */
function usualBlocks(definition: AppDefinition, form: Form | undefined): Block[] {
  const lines = rowsOf(definition, form)
  return [
    {
      key: 'title',
      type: 'heading',
      level: 1,
      align: 'center',
      text: titleOf(form),
    },
    blockOf(definition, form, 'facts', 'facts'),
    ...(lines.of === undefined ? [] : [blockOf(definition, form, 'rows', 'rows')]),
    blockOf(definition, form, 'signatures', 'signatures'),
  ]
}

/** A new document of a form with lines, because those are printed most; else of the first. */
export function newDocument(definition: AppDefinition): {
  readonly key: string
  readonly commands: readonly Command[]
} {
  const { forms } = definition
  const form = forms.find(({ fields }) => fields.some(({ type }) => type === 'subform')) ?? forms[0]
  const key = freeKey(
    'document',
    (definition.documents ?? []).map(one => one.key),
  )
  const element: Document = {
    ...{ key, name: { zh: '新打印单据', en: 'New document' }, form: form?.key ?? '' },
    blocks: usualBlocks(definition, form),
  }
  return { key, commands: [{ do: 'add', to: ['documents'], element }] }
}

/** Makes a document one of another form: what names nothing of the former stays, the rest is made anew. */
export function changeForm(definition: AppDefinition, document: Document, key: string): Plan {
  const form = definition.forms.find(one => one.key === key)
  const usual = usualBlocks(definition, form)
  const former = titleOf(formOfDocument(definition, document))
  const told = document.blocks
    .filter(block => namesNothing(block))
    .map(block => (block.type === 'heading' && same(block.text, former) ? { ...block, text: titleOf(form) } : block))
  const made = usual.filter(({ type }) => type === 'facts' || type === 'rows')
  const taken = new Set(told.map(one => one.key))
  const first = told.findIndex(({ type }) => type !== 'heading')
  const blocks = told.toSpliced(first < 0 ? told.length : first, 0, ...made.filter(one => !taken.has(one.key)))
  return [{ do: 'set', at: ['documents', document.key], set: { form: key, when: null, blocks } }]
}

function namesNothing(block: Block): boolean {
  if (block.when !== undefined) return false
  if (block.type === 'heading' || block.type === 'text')
    return Object.values(block.text).every(text => partsOf(text ?? '').every(part => typeof part === 'string'))
  if (block.type === 'image') return block.field === undefined
  return block.type !== 'facts' && block.type !== 'rows'
}
