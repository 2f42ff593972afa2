import type { AppDefinition, Label, Setting } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { ApiProblem } from './apiError.ts'

/** Documents of the API as docs/api.md says them. */
export interface AppSummary {
  readonly key: string
  readonly name: Label
  readonly icon: string | null
  readonly version: number
  readonly admin: boolean
}

export interface Me {
  readonly user: {
    readonly id: string
    readonly login: string
    readonly name: string
    readonly title: string | null
    readonly language: Language
    readonly zone: string
    readonly admin: boolean
    readonly department: string | null
    readonly manager: string | null
  }
  readonly organisation: {
    readonly id: string
    readonly name: string
    readonly zone: string
    readonly language: Language
  }
  readonly apps: readonly AppSummary[]
}

export type Action = 'read' | 'create' | 'update' | 'delete' | 'move' | 'import' | 'export' | 'history'

export interface FormRights {
  readonly can: readonly Action[]
  readonly fields: Readonly<Record<string, 'read' | 'write'>>
  /** this person may take records that are nobody's: `into` is blank then, `reason` takes the motive */
  readonly buttons?: boolean
  readonly claim?: { readonly policy: string; readonly into: string; readonly reason: string | null }
  /** records are given by a policy, and can tell why */
  readonly assigned?: boolean
}

/** A decision about who is given a record. */
export interface Assignment {
  readonly id: string
  readonly at: string
  readonly name: Label
  readonly outcome: 'given' | 'kept' | 'otherwise' | 'waits' | 'nobody' | 'claimed' | 'released'
  readonly user: string | null
  readonly previous: string | null
  readonly reason: string | null
  readonly opens: string | null
  /** people of the pool; `candidates` are those the reader may see */
  readonly count: number
  readonly candidates: readonly AssignmentCandidate[]
}

export interface AssignmentCandidate {
  readonly user: string
  readonly weight: string
  readonly credit: string
  readonly reason: 'chosen' | 'later' | 'away' | 'inactive' | 'no_right' | 'no_weight' | 'former' | 'excluded' | 'limit'
  readonly load?: number
  readonly limit: { readonly label: Label | null; readonly counted: number; readonly inShare: number } | null
}

export interface VisibleApp {
  readonly key: string
  readonly version: number
  readonly origin: { readonly template: string; readonly version: string } | null
  readonly definition: AppDefinition
  readonly rights: {
    readonly admin: boolean
    readonly roles: readonly string[]
    readonly forms: Readonly<Record<string, FormRights>>
  }
  readonly settings: Readonly<Record<string, unknown>>
  readonly zone: string
}

export interface RecordDocument {
  readonly id: string
  readonly version: number
  readonly expanded?: Readonly<Record<string, unknown>>
  readonly _errors?: Readonly<Record<string, string>> | null
  readonly warnings?: readonly ApiProblem[]
  readonly [key: string]: unknown
}

export interface RecordPage {
  readonly records: readonly RecordDocument[]
  readonly nextCursor: string | null
  readonly count?: number
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly title: string | null
  readonly department: string | null
  readonly manager: string | null
  readonly active: boolean
  readonly login?: string
  readonly admin?: boolean
  readonly roles?: Readonly<Record<string, readonly string[]>>
}

export interface Department {
  readonly id: string
  readonly name: string
  readonly parent: string | null
  readonly head: string | null
}

export interface FileDocument {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly type: string
}

export interface StageState {
  readonly stage: string | null
  readonly since: string | null
  readonly stages: readonly { key: string; label: Label; kind: string; color: string | null }[]
  readonly next: { readonly key: string; readonly label: Label; readonly missing: readonly ApiProblem[] } | null
  readonly moves: readonly { from: string | null; to: string; at: string; by: string | null; seconds: number | null }[]
}

export interface HistoryEntry {
  readonly id: string
  readonly version: number
  readonly at: string
  readonly by: string | null
  readonly actor: string
  readonly onBehalfOf: string | null
  readonly kind: string
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}

export interface CommentDocument {
  readonly id: string
  readonly text: string
  readonly by: string
  readonly at: string
  readonly mentions: readonly string[]
}

export interface Notice {
  readonly id: string
  readonly text: Label
  readonly link: {
    readonly app: string
    readonly form: string
    readonly record: string
    readonly task?: string
  } | null
  readonly at: string
  readonly readAt: string | null
}

export interface SavedView {
  readonly id: string
  readonly app: string
  readonly form: string
  readonly base: string | null
  readonly name: string
  readonly shared: boolean
  readonly by: string
  readonly query: {
    readonly filter?: Record<string, unknown> | null
    readonly sort?: string
    readonly columns?: readonly string[]
    readonly group?: string | null
  }
}

/** A template as the gallery lists it; another server's says nothing more before it is opened. */
export interface ListedTemplate {
  readonly key: string
  /** what names it in every request: its key, or its key and another server's store */
  readonly address: string
  readonly version: string
  readonly name: Label
  readonly description: Label | null
  readonly icon: string | null
  readonly category: string | null
  readonly pictures?: readonly string[]
  readonly notes?: Label | null
  /** the other server it is from */
  readonly store?: { readonly id: string; readonly name: string } | null
  /** the app made of it, and the version of the template it follows */
  readonly app: string | null
  readonly installed: string | null
  /** a newer version than the installed one */
  readonly upgradable?: boolean
}

/** What a template brings and who made it. */
export interface Template extends ListedTemplate {
  readonly forms: readonly unknown[] | number
  readonly roles: readonly unknown[] | number
  readonly workflows: readonly unknown[] | number
  readonly timers?: readonly unknown[] | number
  readonly hosts?: readonly string[]
  readonly tells?: { readonly channels: readonly string[]; readonly fields: readonly Label[] }
  readonly size?: number
  readonly checksum: string | null
  readonly author: TemplateAuthor
  readonly automations?: readonly { readonly key: string; readonly name: Label }[]
  /** of an add-on: the template whose apps it is for, those apps, what it puts into them */
  readonly addOn?: {
    readonly extends: string
    readonly apps: readonly {
      readonly app: string
      readonly name: Label
      readonly installed: string | null
      readonly upgradable: boolean
    }[]
    readonly adds: readonly { readonly form: Label | null; readonly fields: readonly Label[]; readonly rules: number }[]
  }
}

/** Another server templates are taken from. */
export interface OtherStore {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly askedAt: string
  /** why it could not be read, in a line */
  readonly problem: string | null
  readonly hasCode: boolean
}

/** Who made a template, as far as it is proven. */
export interface TemplateAuthor {
  readonly standing: 'house' | 'own' | 'trusted' | 'unknown' | 'unsigned'
  readonly publisher: string | null
  /** fingerprint of the key that signed it */
  readonly keyId: string | null
}

/** A template of the own store that waits for an administrator's word. */
export interface WaitingTemplate {
  readonly key: string
  readonly version: string
  readonly name: Label
  readonly notes: Label | null
  readonly hosts?: readonly string[]
}

export interface TokenDocument {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly apps: readonly string[] | null
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly token?: string
}

export interface SettingsDocument {
  readonly settings: readonly Setting[]
}

export interface RoleDocument {
  readonly app: string
  readonly key: string
  readonly label: Label
  readonly users: readonly string[]
}

/** A button an automation offers on a record. */
export interface RecordButton {
  readonly automation: string
  readonly label: Label
  readonly help: Label | null
  readonly ask: readonly string[]
}
