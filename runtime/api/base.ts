/** What the address says of where this page lives. */
const address = /^\/demo\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([a-z0-9_]+)/.exec(
  globalThis.location?.pathname ?? '',
)

/** Below it lie this page and what it asks: '' in the house, `/demo/<demo>/<role>` while a template is looked at. */
export const base = address?.[0] ?? ''

/** The demo one is in; undefined in the house. */
export const demo = address === null ? undefined : { id: address[1] ?? '', role: address[2] ?? '' }
