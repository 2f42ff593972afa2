import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { IconName } from '../../runtime/index.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import type { Command } from '../commands/command.ts'
import {
  newCalendar,
  newConnector,
  newDashboard,
  newForm,
  newLibrary,
  newPolicy,
  newRole,
  newScorecard,
  newSetting,
  newView,
} from '../commands/elements.ts'
import { newDocument } from '../documents/plans.ts'
import { newWorkflow } from '../workflow/plans/create.ts'
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
  /** has a page of all its elements; without it the first element is shown */
  readonly overview?: boolean
  /** reached by a button of the bar, not listed in the rail */
  readonly hidden?: boolean
}

interface Element {
  readonly key: string
  readonly label?: Label
  readonly name?: Label
}

const named = (items: readonly Element[] | undefined): Item[] =>
  (items ?? []).map(({ key, label, name }) => ({ key, name: label ?? name ?? {} }))

type ElementPages = typeof import('../elements/pages.tsx')
const elementPage = (name: keyof ElementPages) =>
  lazy(async () => ({ default: (await import('../elements/pages.tsx'))[name] }))

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
    part: 'stages',
    name: ['阶段', 'Stages'],
    icon: 'flag',
    Page: lazy(() => import('../stages/StagesPage.tsx')),
    items: definition => definition.forms,
  },
  {
    part: 'workflows',
    name: ['流程', 'Workflows'],
    icon: 'check',
    Page: lazy(() => import('../workflow/WorkflowPage.tsx')),
    items: definition => definition.workflows ?? [],
    create: newWorkflow,
    createName: ['新建流程', 'New workflow'],
  },
  {
    part: 'automations',
    name: ['自动化', 'Automations'],
    icon: 'refresh',
    Page: lazy(() => import('../automations/AutomationPage.tsx')),
    items: definition => named(definition.automations),
    overview: true,
  },
  {
    part: 'views',
    name: ['视图', 'Views'],
    icon: 'table',
    Page: elementPage('ViewPage'),
    items: definition => named(definition.views),
    create: newView,
    createName: ['新建视图', 'New view'],
  },
  {
    part: 'dashboards',
    name: ['仪表盘', 'Dashboards'],
    icon: 'chart',
    Page: lazy(() => import('../dashboards/DashboardPage.tsx')),
    items: definition => named(definition.dashboards),
    create: newDashboard,
    createName: ['新建仪表盘', 'New dashboard'],
  },
  {
    part: 'documents',
    name: ['打印单据', 'Documents'],
    icon: 'print',
    Page: lazy(() => import('../documents/DocumentPage.tsx')),
    items: definition => named(definition.documents),
    create: newDocument,
    createName: ['新建打印单据', 'New document'],
  },
  {
    part: 'roles',
    name: ['角色权限', 'Roles'],
    icon: 'people',
    Page: lazy(() => import('../roles/RolePage.tsx')),
    items: definition => named(definition.roles),
    create: newRole,
    createName: ['新建角色', 'New role'],
  },
  {
    part: 'libraries',
    name: ['选项库', 'Libraries'],
    icon: 'columns',
    Page: lazy(() => import('../libraries/LibraryPage.tsx')),
    items: definition => named(definition.optionLibraries),
    create: newLibrary,
    createName: ['新建选项库', 'New option library'],
  },
  {
    part: 'policies',
    name: ['分配规则', 'Assignment'],
    icon: 'handshake',
    Page: elementPage('PolicyPage'),
    items: definition => named(definition.policies),
    create: newPolicy,
    createName: ['新建分配规则', 'New policy'],
  },
  {
    part: 'scorecards',
    name: ['评分卡', 'Scorecards'],
    icon: 'star',
    Page: elementPage('ScorecardPage'),
    items: definition => named(definition.scorecards),
    create: newScorecard,
    createName: ['新建评分卡', 'New scorecard'],
  },
  {
    part: 'settings',
    name: ['设置项', 'Settings'],
    icon: 'settings',
    Page: elementPage('SettingPage'),
    items: definition => named(definition.settings),
    create: newSetting,
    createName: ['新建设置项', 'New setting'],
  },
  {
    part: 'calendars',
    name: ['工作日历', 'Calendars'],
    icon: 'today',
    Page: elementPage('CalendarPage'),
    items: definition => named(definition.calendars),
    create: newCalendar,
    createName: ['新建工作日历', 'New calendar'],
  },
  {
    part: 'connectors',
    name: ['外部系统', 'Connections'],
    icon: 'link',
    Page: lazy(() => import('../connections/ConnectorPage.tsx')),
    items: definition => named(definition.connectors),
    create: newConnector,
    createName: ['新建外部系统', 'New outside system'],
  },
  { part: 'app', name: ['应用与导航', 'App and menu'], icon: 'apps', Page: elementPage('AppPage') },
  {
    part: 'versions',
    name: ['历史版本', 'Versions'],
    icon: 'clock',
    Page: lazy(() => import('../versions/VersionsPage.tsx')),
  },
  {
    part: 'preview',
    name: ['预览', 'Preview'],
    icon: 'phone',
    Page: lazy(() => import('../preview/PreviewPage.tsx')),
    hidden: true,
  },
  {
    part: 'check',
    name: ['检查', 'Check'],
    icon: 'check',
    Page: lazy(() => import('../check/CheckPage.tsx')),
    hidden: true,
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
