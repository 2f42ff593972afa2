import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { IconName } from '../../runtime/index.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import type { Command } from '../commands/command.ts'
import { newForm, newLibrary } from '../commands/elements.ts'
import type { PageProps } from './page.ts'

interface Item {
  readonly key: string
  readonly name: Label
}

/** A part of the app as the left rail shows it: its page, and the elements it has. */
export interface Part {
  readonly part: string
  readonly name: readonly [zh: string, en: string]
  readonly icon: IconName
  readonly Page: LazyExoticComponent<ComponentType<PageProps>>
  /** the elements listed below the part; absent for a part that is one page */
  readonly items?: (definition: AppDefinition) => readonly Item[]
  /** a new element that works at once: the commands that add it, and its key */
  readonly create?: (definition: AppDefinition) => { readonly key: string; readonly commands: readonly Command[] }
  readonly createName?: readonly [zh: string, en: string]
  /** reached by a button of the bar, not listed in the rail */
  readonly hidden?: boolean
}

const labelled = (items: readonly { key: string; label: Label }[] | undefined): Item[] =>
  (items ?? []).map(({ key, label }) => ({ key, name: label }))

/** One line a page; the order is the rail's. */
export const parts: readonly Part[] = [
  {
    part: 'forms',
    name: ['表单', 'Forms'],
    icon: 'form',
    Page: lazy(() => import('../canvas/FormPage.tsx')),
    items: definition => definition.forms,
    create: newForm,
    createName: ['新建表单', 'New form'],
  },
  {
    part: 'libraries',
    name: ['选项库', 'Option libraries'],
    icon: 'columns',
    Page: lazy(() => import('../libraries/LibraryPage.tsx')),
    items: definition => labelled(definition.optionLibraries),
    create: newLibrary,
    createName: ['新建选项库', 'New option library'],
  },
  {
    part: 'publish',
    name: ['发布', 'Publish'],
    icon: 'send',
    Page: lazy(() => import('../publish/PublishPage.tsx')),
    hidden: true,
  },
]

export const partOf = (name: string): Part => parts.find(({ part }) => part === name) ?? parts[0]!
