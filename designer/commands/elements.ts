import type {
  AppDefinition,
  Form,
  OptionLibrary,
  Policy,
  Role,
  Scorecard,
  Setting,
  View,
} from '../../schemas/generated/definition.ts'
import { EXAMPLE_HOST } from '../connections/example.ts'
import { beginnings } from './beginnings.ts'
import type { Command } from './command.ts'
import { freeKey } from './names.ts'

/** A new element that works at once, and its key. */
export interface Created {
  readonly key: string
  readonly commands: readonly Command[]
}

const created = (list: string, element: { readonly key: string }): Created => ({
  key: element.key,
  commands: [{ do: 'add', to: [list], element }],
})

const keysOf = (items: readonly { readonly key: string }[] | undefined): string[] => (items ?? []).map(({ key }) => key)

export function newForm(definition: AppDefinition): Created {
  const form: Form = {
    key: freeKey('form', keysOf(definition.forms)),
    name: beginnings.form,
    titleField: 'name',
    fields: [{ key: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true }],
  }
  return created('forms', form)
}

export function newLibrary(definition: AppDefinition): Created {
  const library: OptionLibrary = {
    key: freeKey('options', keysOf(definition.optionLibraries)),
    label: beginnings.library,
    options: [{ key: 'option_1', label: { zh: '选项 1', en: 'Option 1' } }],
  }
  return created('optionLibraries', library)
}

const firstForm = (definition: AppDefinition): Form | undefined => definition.forms[0]

/** A table of the first form with its first fields, in the menu, so that it can be opened after the publish. */
export function newView(definition: AppDefinition): Created {
  const form = firstForm(definition)
  const view: View = {
    key: freeKey('view', keysOf(definition.views)),
    label: beginnings.view,
    type: 'table',
    form: form?.key ?? '',
    columns: (form?.fields ?? []).slice(0, 5).map(({ key }) => key),
  }
  const item = { key: freeKey('page', keysOf(definition.navigation)), view: view.key }
  return {
    key: view.key,
    commands: [
      { do: 'add', to: ['views'], element: view },
      { do: 'add', to: ['navigation'], element: item },
    ],
  }
}

/** An empty dashboard, in the menu. */
export function newDashboard(definition: AppDefinition): Created {
  const key = freeKey('dashboard', keysOf(definition.dashboards))
  return {
    key,
    commands: [
      { do: 'add', to: ['dashboards'], element: { key, label: beginnings.dashboard, widgets: [] } },
      {
        do: 'add',
        to: ['navigation'],
        element: { key: freeKey('page', keysOf(definition.navigation)), dashboard: key },
      },
    ],
  }
}

export function newRole(definition: AppDefinition): Created {
  const role: Role = {
    key: freeKey('role', keysOf(definition.roles)),
    label: beginnings.role,
    grants: [],
  }
  return created('roles', role)
}

export function newSetting(definition: AppDefinition): Created {
  const setting: Setting = {
    key: freeKey('setting', keysOf(definition.settings)),
    label: beginnings.setting,
    type: 'number',
    value: 0,
  }
  return created('settings', setting)
}

/** Mornings and afternoons from Monday to Friday. */
export function newCalendar(definition: AppDefinition): Created {
  const day = (): [string, string][] => [
    ['09:00', '12:00'],
    ['13:30', '18:00'],
  ]
  return created('calendars', {
    ...{ key: freeKey('calendar', keysOf(definition.calendars)), label: beginnings.calendar },
    ...{ week: { mon: day(), tue: day(), wed: day(), thu: day(), fri: day() }, holidays: [], workdays: [] },
  })
}

export function newPolicy(definition: AppDefinition): Created {
  const role = definition.roles?.[0]?.key
  const policy: Policy = {
    key: freeKey('policy', keysOf(definition.policies)),
    name: beginnings.policy,
    form: firstForm(definition)?.key ?? '',
    pool: role === undefined ? 'MEMBERS()' : `ROLE("${role}")`,
    strategy: 'weighted_round_robin',
  }
  return created('policies', policy)
}

export function newScorecard(definition: AppDefinition): Created {
  const scorecard: Scorecard = {
    key: freeKey('scorecard', keysOf(definition.scorecards)),
    name: beginnings.scorecard,
    form: firstForm(definition)?.key ?? '',
    dimensions: [{ key: 'dimension_1', label: { zh: '第一项', en: 'First' }, weight: '1', score: '0' }],
  }
  return created('scorecards', scorecard)
}

export const newConnector = (definition: AppDefinition): Created =>
  created('connectors', {
    key: freeKey('connector', keysOf(definition.connectors)),
    ...{ kind: 'http', host: EXAMPLE_HOST, name: beginnings.connector },
  })
