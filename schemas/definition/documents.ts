import { closed, expr, flag, key, keys, kinds, label, list, oneOf, ref, type Schema, text, whole } from './shapes.ts'

/** What every block says: it is there for a record its condition holds for. */
const common: Record<string, Schema> = { key, when: expr }
const block = (type: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ ...common, type: { type: 'string', const: type }, ...properties }, ['key', 'type', ...required])

/** A text for its readers, with `{field}`, `{relation.field}` and `{$settings.key}` filled in. */
const filled = (maxLength: number): Schema =>
  closed({ zh: text(maxLength), en: text(maxLength) }, [], { minProperties: 1 })
const align = oneOf('left', 'center', 'right')

/** A picture within the definition, so that a logo travels with its app: PNG, JPEG or WebP, never SVG, which can run. About 150 kB. */
const picture: Schema = {
  type: 'string',
  maxLength: 200_000,
  pattern: '^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$',
}

const signer = closed({ key, label }, ['key', 'label'])

/** What a paper is made of, from top to bottom. Lengths on the paper are in mm; it is 210 wide, 170 within its margins. */
export const blockTypes: Record<string, Schema> = {
  heading: block('heading', { text: filled(500), level: whole(1, 3), align }, ['text']),
  text: block('text', { text: filled(10_000), align }, ['text']),
  facts: block('facts', { label, fields: keys(100), columns: whole(1, 3) }, ['fields']),
  rows: block('rows', { label, of: key, query: ref('query'), columns: keys(20), totals: keys(20), numbered: flag }, [
    'columns',
  ]),
  image: block('image', { field: key, picture, width: whole(10, 170), align }),
  signatures: block('signatures', { signers: list(signer, 8, 1) }, ['signers']),
  divider: block('divider', {}),
  page_break: block('page_break', {}),
}

export const documentSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(blockTypes).map(([type, schema]) => [`${type}_block`, schema])),
  block: kinds(
    'type',
    Object.keys(blockTypes).map(type => ref(`${type}_block`)),
  ),
  document: closed({ key, name: label, help: ref('help'), form: key, when: expr, blocks: list(ref('block'), 300) }, [
    'key',
    'name',
    'form',
    'blocks',
  ]),
}
