import type { Field, Form, Option, OptionLibrary, Section } from '../../schemas/generated/definition.ts'

/** Properties to set; null takes one away. */
export type Patch = Readonly<Record<string, unknown>>

/** One edit of a definition, as data: undone by keeping the definition before it, shown in words, merged by key. */
export type Command =
  | { readonly do: 'add_form'; readonly form: Form }
  | { readonly do: 'change_form'; readonly form: string; readonly set: Patch }
  | {
      readonly do: 'add_field'
      readonly form: string
      readonly field: Field
      readonly section?: string
      readonly at?: number
    }
  | { readonly do: 'change_field'; readonly form: string; readonly field: string; readonly set: Patch }
  | {
      readonly do: 'move_field'
      readonly form: string
      readonly field: string
      readonly section: string
      readonly at: number
    }
  | { readonly do: 'remove_field'; readonly form: string; readonly field: string }
  | { readonly do: 'add_section'; readonly form: string; readonly section: Section; readonly at?: number }
  | { readonly do: 'change_section'; readonly form: string; readonly section: string; readonly set: Patch }
  | { readonly do: 'move_section'; readonly form: string; readonly section: string; readonly at: number }
  | { readonly do: 'remove_section'; readonly form: string; readonly section: string }
  | { readonly do: 'add_library'; readonly library: OptionLibrary }
  | { readonly do: 'change_library'; readonly library: string; readonly set: Patch }
  | { readonly do: 'add_option'; readonly library: string; readonly option: Option; readonly at?: number }
  | { readonly do: 'change_option'; readonly library: string; readonly option: string; readonly set: Patch }
  | { readonly do: 'move_option'; readonly library: string; readonly option: string; readonly at: number }
  | { readonly do: 'remove_option'; readonly library: string; readonly option: string }
