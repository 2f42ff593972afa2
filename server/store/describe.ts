import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { Records } from '../records/records.ts'
import { isLater } from './bundle.ts'
import type { Store } from './others/stores.ts'
import { addressOf, type Template, templateFacts } from './templates.ts'
import { authorOf } from './trust.ts'

/** A template as the gallery shows it: what it brings, who made it, whether it stands here already. */
export async function describeTemplate(records: Records, caller: Caller, template: Template) {
  const { key, definition, pictures, checksum, store } = template
  const { version, name, description, icon, category } = definition
  const address = addressOf(template)
  return {
    ...{ key, address, version, name },
    ...{ description: description ?? null, icon: icon ?? null, category: category ?? null },
    notes: template.notes ?? null,
    checksum: checksum ?? null,
    store: store ?? null,
    author: await authorOf(records.platform.database.pool, caller.orgId, template),
    pictures: pictures.map(picture => pictureAddress(address, picture)),
    ...templateFacts(template),
    ...standing(await records.installations.list(caller.orgId), address, version),
  }
}

/** What another server says it has; nothing of it is proven before its bundle was looked into. */
export async function describeEntries(
  { installations }: Records,
  { orgId }: Caller,
  { id, name: store, catalog }: Store,
) {
  const apps = await installations.list(orgId)
  return catalog.map(({ checksum: _, pictures, ...entry }) => {
    const address = `${entry.key}@${id}`
    return {
      ...entry,
      ...{ address, store: { id, name: store } },
      pictures: pictures.map(picture => pictureAddress(address, picture)),
      ...standing(apps, address, entry.version),
    }
  })
}

const pictureAddress = (address: string, picture: string): string => `/api/store/${address}/pictures/${picture}`

/** The app made of it: the one that bears its key, else the first that came from it. */
function standing(apps: readonly Installation[], address: string, version: string) {
  const found = apps.find(({ key }) => key === address) ?? apps.find(({ origin }) => origin?.template === address)
  const origin = found?.origin ?? undefined
  return {
    app: found?.key ?? null,
    installed: origin?.version ?? found?.app.definition.version ?? null,
    upgradable: origin !== undefined && origin.template === address && isLater(version, origin.version),
  }
}
