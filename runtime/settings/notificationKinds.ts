/** Ways to reach a person outside the pages, as the server knows them (server/notifications/ways.ts). */
export const WAYS = ['email', 'sms', 'wecom', 'dingtalk', 'feishu'] as const
export type Way = (typeof WAYS)[number]
/** What a notice is about. */
export const KINDS = ['task', 'mention', 'cc', 'result', 'notice', 'warning'] as const
export type Kind = (typeof KINDS)[number]

/** What a person chose; what is absent follows the defaults. */
export interface Preference {
  readonly kinds?: Partial<Readonly<Record<Kind, readonly Way[]>>>
  readonly quiet?: { readonly from: string; readonly to: string } | null
  readonly digest?: Partial<Readonly<Record<Way, 'hourly' | 'daily'>>>
  readonly digestAt?: string
}

export interface OwnSettings {
  readonly addresses: Partial<Readonly<Record<Way, string | null>>>
  readonly preference: Preference
  readonly defaults: Readonly<Record<Kind, readonly Way[]>>
  /** the ways an administrator opened */
  readonly ways: readonly Way[]
  readonly zone: string
}

export interface Draft {
  readonly addresses: OwnSettings['addresses']
  readonly preference: Preference
}
