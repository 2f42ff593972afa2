/** What a route that takes a bundle bears: a definition with a little around it. */
export const bundleRoute = {
  bodyLimit: 16_100_000,
  config: { json: { depth: 72, keys: 1_000_100, items: 100_000 } },
} as const
