import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { filedLists } from './templates.ts'

/** A file of the folder: its path, and what is written into it. */
export type FolderFile = readonly [path: string, text: string]

/** Names sorted but for those that say what a thing is: they come first, so that a reader meets them first. */
const first = ['formatVersion', 'key', 'version', 'name', 'label', 'type', 'form']
const rank = (name: string): string => `${first.includes(name) ? first.indexOf(name) : 9}${name}`

function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, stable(one)]))
}

/** JSON as it is kept in git: two spaces, names in a stable order, a line break at the end. */
const text = (value: unknown): string => `${JSON.stringify(stable(value), null, 2)}\n`

/**
 * A definition as the files of a folder: `app.json`, one numbered file for each element of the large lists, sample records by form. The same definition
 * has the same files, byte for byte; reading them back (`readTemplate`) gives the definition.
 */
export function folderFiles(definition: AppDefinition): FolderFile[] {
  const { sampleData, ...rest } = definition as AppDefinition & Record<string, unknown>
  const app: Record<string, unknown> = { ...rest }
  const files: FolderFile[] = []
  for (const list of filedLists) {
    const elements = (app[list] ?? []) as readonly { readonly key: string }[]
    if (elements.length === 0) continue
    delete app[list]
    const digits = Math.max(2, String(elements.length).length)
    for (const [index, element] of elements.entries())
      files.push([
        `${list}/${String(index + 1).padStart(digits, '0')}-${element.key.replaceAll('_', '-')}.json`,
        text(element),
      ])
  }
  for (const [form, records] of Object.entries(sampleData ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    files.push([`sampleData/${form}.json`, text(records)])
  return [['app.json', text(app)], ...files]
}

/** Writes the files, and takes away those of elements that are gone. Pictures and a README beside them stay. */
export async function writeFolder(folder: string, definition: AppDefinition): Promise<number> {
  const files = folderFiles(definition)
  const wanted = new Set(files.map(([path]) => path))
  for (const list of [...filedLists, 'sampleData']) {
    const present = await readdir(join(folder, list)).catch(() => [])
    for (const file of present)
      if (file.endsWith('.json') && !wanted.has(`${list}/${file}`)) await rm(join(folder, list, file))
  }
  for (const [path, content] of files) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return files.length
}
