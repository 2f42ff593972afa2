import { isAddOn } from '../../engine/definition/add-on.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { Records } from '../records/records.ts'
import { addOnsOf, isMeantFor } from './add-ons.ts'
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
    ...(isAddOn(definition)
      ? await addOnStanding(records, caller, template)
      : standing(await records.installations.list(caller.orgId), address, version)),
  }
}

/** The apps an add-on is meant for, what it puts into them, and which of them have it. */
export async function addOnStanding(
  { installations, platform }: Records,
  { orgId, admin }: Caller,
  template: Template,
) {
  const { definition } = template
  const address = addressOf(template)
  const meant = (await installations.list(orgId)).filter(app => isMeantFor(definition, app))
  const apps = await Promise.all(
    meant.map(async app => {
      const added = (await addOnsOf(app, platform.database.pool)).find(one => one.address === address)
      return {
        ...{ app: app.key, name: app.app.definition.name, installed: added?.version ?? null },
        upgradable: added !== undefined && isLater(definition.version, added.version),
      }
    }),
  )
  const having = apps.find(({ upgradable }) => upgradable) ?? apps.find(({ installed }) => installed !== null)
  const host = meant[0]?.app.definition
  return {
    app: having?.app ?? null,
    installed: having?.installed ?? null,
    upgradable: having?.upgradable ?? false,
    addOn: {
      extends: definition.extends ?? '',
      /** which of the company's apps is an administrator's to know */
      apps: admin ? apps : [],
      adds: (definition.additions?.forms ?? []).map(({ form, fields = [], rules = [] }) => ({
        form: host?.forms.find(({ key }) => key === form)?.name ?? null,
        fields: fields.map(({ label }) => label),
        rules: rules.length,
      })),
    },
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
