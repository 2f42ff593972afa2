import { useMemo } from 'react'
import { nameSpaceOf } from '../formula/place.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { ElementPage } from './ElementPage.tsx'
import { Sharing } from './Sharing.tsx'
import { elementTexts } from './texts.ts'

export const ViewPage = (props: PageProps) => (
  <ElementPage
    {...props}
    list="views"
    icon="table"
    primitive={({ type }) => `${String(type)}_view`}
    lead={['label', 'form', 'group', 'columns', 'where', 'sort']}
    empty="noViews"
    hint="views"
    kinds={{ union: 'view' }}
  />
)

export const PolicyPage = (props: PageProps) => (
  <ElementPage
    {...props}
    list="policies"
    icon="people"
    primitive={() => 'policy'}
    lead={['name', 'form', 'pool', 'strategy', 'weight', 'into', 'limits']}
    empty="noPolicies"
    hint="policies"
  />
)

export const ScorecardPage = (props: PageProps) => (
  <ElementPage
    {...props}
    list="scorecards"
    icon="star"
    primitive={() => 'scorecard'}
    lead={['name', 'form', 'dimensions', 'grades']}
    empty="noScorecards"
    hint="scorecards"
  />
)

export const CalendarPage = (props: PageProps) => (
  <ElementPage
    {...props}
    list="calendars"
    icon="today"
    primitive={() => 'calendar'}
    lead={['label', 'zone', 'week', 'holidays', 'workdays']}
    empty="noCalendars"
    hint="calendars"
  />
)

export const SettingPage = (props: PageProps) => (
  <ElementPage
    {...props}
    list="settings"
    icon="settings"
    primitive={() => 'setting'}
    lead={['label', 'type', 'value', 'help']}
    empty="noSettings"
    hint="settings"
  />
)

/** The app itself: its name, and the menu people see. */
export function AppPage({ app, definition }: PageProps) {
  const { label } = useDesign()
  const w = usePageTexts(elementTexts)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  return (
    <div className="fd-page">
      <header className="fd-page-head">
        <h1>{label(definition.name)}</h1>
      </header>
      <p className="fd-hint">{w('app')}</p>
      <div className="fd-block">
        <ElementPanel
          of="app"
          value={definition}
          place={[]}
          context={{ definition, space, form: undefined }}
          lead={['name', 'description', 'zone', 'category', 'navigation']}
          omit={appLists}
        />
      </div>
      <Sharing app={app} definition={definition} />
    </div>
  )
}

/** Lists of the definition that have pages of their own. */
const appLists = [
  ...['forms', 'optionLibraries', 'workflows', 'automations', 'views', 'roles', 'settings', 'calendars', 'policies'],
  ...['scorecards', 'connectors', 'scenarios', 'sampleData', 'dashboards', 'version', 'icon'],
]
