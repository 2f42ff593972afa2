/** How the company deals with templates, as the server tells it. */
export interface StoreSettingsDocument {
  readonly policy: 'anyone' | 'trusted'
  readonly keys: readonly { readonly keyId: string; readonly createdAt: string; readonly retiredAt: string | null }[]
  readonly trusted: readonly { readonly keyId: string; readonly name: string; readonly trustedAt: string }[]
  /** whether other servers may read the approved templates */
  readonly offered: boolean
  readonly accesses: readonly {
    readonly id: string
    readonly name: string
    readonly createdAt: string
    readonly lastUsedAt: string | null
  }[]
  /** where they ask */
  readonly address: string
}
