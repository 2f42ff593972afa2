import type { channelWords } from '../i18n/texts/channels.ts'
import type { IconName } from '../ui/Icon.tsx'

export type ChannelWord = keyof typeof channelWords

/** One thing an administrator enters. */
export interface ChannelField {
  readonly name: ChannelWord
  readonly type: 'text' | 'number' | 'choice' | 'secret'
  readonly optional?: boolean
  readonly hint?: ChannelWord
  readonly choices?: readonly ChannelWord[]
  readonly initial?: string | number
}

/** A way of sending, as the server knows it (server/channels/kinds.ts). */
export interface ChannelKind {
  readonly kind: ChannelWord
  readonly icon: IconName
  readonly hint: ChannelWord
  /** reaches a group, so that a test names nobody */
  readonly group?: boolean
  readonly fields: readonly ChannelField[]
}

const robot = { icon: 'people', hint: 'robotHint', group: true } as const
const tokenAndSign: readonly ChannelField[] = [
  { name: 'token', type: 'secret' },
  { name: 'sign', type: 'secret', optional: true, hint: 'signHint' },
]

export const channelKinds: readonly ChannelKind[] = [
  {
    ...{ kind: 'email', icon: 'send', hint: 'emailHint' },
    fields: [
      { name: 'host', type: 'text' },
      { name: 'port', type: 'number', initial: 465 },
      { name: 'security', type: 'choice', choices: ['tls', 'starttls', 'none'], initial: 'tls' },
      { name: 'user', type: 'text', optional: true },
      { name: 'password', type: 'secret', optional: true },
      { name: 'from', type: 'text' },
      { name: 'fromName', type: 'text', optional: true },
    ],
  },
  {
    ...{ kind: 'sms', icon: 'phone', hint: 'smsHint' },
    fields: [
      { name: 'accessKeyId', type: 'text' },
      { name: 'accessKeySecret', type: 'secret' },
      { name: 'signName', type: 'text' },
      { name: 'templateCode', type: 'text' },
      { name: 'variable', type: 'text', optional: true, hint: 'variableHint' },
    ],
  },
  {
    ...{ kind: 'wecom', icon: 'comment', hint: 'wecomHint' },
    fields: [
      { name: 'corpId', type: 'text' },
      { name: 'agentId', type: 'number' },
      { name: 'secret', type: 'secret' },
    ],
  },
  { ...robot, kind: 'wecom_robot', fields: [{ name: 'key', type: 'secret' }] },
  {
    ...{ kind: 'dingtalk', icon: 'comment', hint: 'dingtalkHint' },
    fields: [
      { name: 'appKey', type: 'text' },
      { name: 'agentId', type: 'number' },
      { name: 'appSecret', type: 'secret' },
    ],
  },
  { ...robot, kind: 'dingtalk_robot', fields: tokenAndSign },
  {
    ...{ kind: 'feishu', icon: 'comment', hint: 'feishuHint' },
    fields: [
      { name: 'appId', type: 'text' },
      { name: 'appSecret', type: 'secret' },
      { name: 'addressIs', type: 'choice', choices: ['user_id', 'open_id', 'email'], initial: 'user_id' },
    ],
  },
  { ...robot, kind: 'feishu_robot', fields: tokenAndSign },
]

/** A channel as the server shows it: its secrets never. */
export interface ChannelDocument {
  readonly kind: string
  readonly settings: Readonly<Record<string, string | number>>
  readonly enabled: boolean
  readonly hasSecret: boolean
}
