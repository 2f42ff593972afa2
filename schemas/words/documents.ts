import type { Word } from './word.ts'

/** What the properties of documents and their blocks are called (`properties.ts`). */
export const documentWords: Readonly<Record<string, Word>> = {
  align: ['对齐', 'Aligned'],
  blocks: ['内容', 'Blocks'],
  documents: ['打印单据', 'Documents'],
  level: ['大小', 'Size'],
  numbered: ['第一列是序号', 'Numbered'],
  picture: ['固定的图片', 'Picture of its own'],
  signers: ['签字栏', 'Signatures'],
  totals: ['合计哪些列', 'Columns added up'],
  width: ['宽度（毫米）', 'Width (mm)'],
  'rows_block.of': ['列哪些', 'Lists'],
  'rows_block.query': ['或者按条件查', 'Or found by'],
  'facts_block.columns': ['每行几项', 'In a row'],
  'document.when': ['什么时候能打印', 'Offered when'],
  'heading_block.when': ['什么时候出现', 'Shown when'],
  'text_block.when': ['什么时候出现', 'Shown when'],
  'facts_block.when': ['什么时候出现', 'Shown when'],
  'rows_block.when': ['什么时候出现', 'Shown when'],
  'image_block.when': ['什么时候出现', 'Shown when'],
  'signatures_block.when': ['什么时候出现', 'Shown when'],
  'divider_block.when': ['什么时候出现', 'Shown when'],
  'page_break_block.when': ['什么时候出现', 'Shown when'],
  'heading_block.text': ['标题文字', 'Text'],
  'text_block.text': ['文字', 'Text'],
  'document.help': ['给自己人的说明', 'Note for colleagues'],
}
