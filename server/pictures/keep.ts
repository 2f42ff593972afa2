import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { CleanPicture } from './clean.ts'

/** Where the pictures of a template's version lie: a folder with one named `pictures`, as those that ship have. All parts are ids, keys and versions. */
export const pictureFolder = (
  { dataFolder }: Pick<Config, 'dataFolder'>,
  { orgId, key, version }: { readonly orgId: string; readonly key: string; readonly version: string },
): string => join(dataFolder, 'templates', orgId, key, version)

/** Writes pictures under names made of their content, so that a name never changes what it shows. Answers the names, in order. */
export async function keepPictures(folder: string, pictures: readonly CleanPicture[]): Promise<string[]> {
  const place = join(folder, 'pictures')
  await mkdir(place, { recursive: true })
  return Promise.all(
    pictures.map(async ({ content, extension }) => {
      const name = `${createHash('sha256').update(content).digest('hex').slice(0, 24)}.${extension}`
      await writeFile(join(place, name), content)
      return name
    }),
  )
}

/** Takes away what is no longer shown. */
export async function dropPictures(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map(name => rm(join(folder, 'pictures', name), { force: true })))
}
