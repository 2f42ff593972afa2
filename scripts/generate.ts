/** Builds what follows from the schemas: the stand-alone validator (no code generation at run time) and the TypeScript types. */
import { mkdir, writeFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { compile } from 'json-schema-to-typescript'
import { appSchema } from '../schemas/definition/app.ts'

const folder = new URL('../schemas/generated/', import.meta.url)

const typeName = (name: string): string =>
  name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

/** Every `$defs` entry gets a title, so that its type has the name authors know. */
function titled(schema: typeof appSchema): Record<string, unknown> {
  const defs = Object.entries(schema.$defs as Record<string, object>).map(([name, def]) => [
    name,
    { ...def, title: typeName(name) },
  ])
  return { ...schema, title: 'AppDefinition', $defs: Object.fromEntries(defs) }
}

async function writeValidator(): Promise<void> {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    discriminator: true,
    allowUnionTypes: true,
    code: { source: true, esm: true },
  })
  // For the types only: what a union is called that JSON Schema tells apart by `if`.
  ajv.addKeyword('tsType')
  const validate = ajv.compile(appSchema)
  const generate = standaloneCode as unknown as (ajv: Ajv2020, fn: typeof validate) => string
  // The one helper ajv's output requires is inlined, so that the file stands alone in the browser too.
  const lengthOf = 'function ucs2length(s){let n=0;for(const _ of s)n++;return n}'
  const code = generate(ajv, validate)
    .replace(
      /const (\w+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;/g,
      `${lengthOf};const $1 = ucs2length;`,
    )
    .replace(/const (\w+) = require\("ajv\/dist\/runtime\/equal"\)\.default;/g, 'const $1 = (a, b) => a === b;')
  if (code.includes('require(')) throw new Error('the generated validator needs a module that is not inlined')
  await writeFile(new URL('validate-app.js', folder), code)
  await writeFile(
    new URL('validate-app.d.ts', folder),
    `export interface RawError { instancePath: string; schemaPath: string; keyword: string; params: Record<string, unknown>; parentSchema?: { title?: string }; propertyName?: string }
export declare const validate: { (value: unknown): boolean; errors?: RawError[] | null }
`,
  )
}

async function writeTypes(): Promise<void> {
  const types = await compile(titled(appSchema), 'AppDefinition', {
    additionalProperties: false,
    bannerComment: '/* Generated from schemas/definition by scripts/generate.ts. */',
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  })
  await writeFile(new URL('definition.ts', folder), types)
}

await mkdir(folder, { recursive: true })
await Promise.all([writeValidator(), writeTypes()])
