import { useQueries } from '@tanstack/react-query'
import { appQuery } from '../app/appContext.tsx'
import { newPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import type { Labelled } from '../i18n/useText.ts'
import { type IconName, iconOf } from '../ui/Icon.tsx'

export interface Creatable {
  readonly app: string
  readonly appName: Labelled
  readonly form: string
  readonly name: Labelled
  readonly icon: IconName
  readonly path: string
}

/** Forms this person may add records to, over all apps; the app at hand first. */
export function useCreatable(current?: string): readonly Creatable[] {
  const me = useMe()
  const apps = useQueries({ queries: me.apps.map(app => appQuery(app.key)) })
  const found = apps.flatMap(({ data }) =>
    data === undefined
      ? []
      : data.definition.forms
          .filter(form => data.rights.forms[form.key]?.can.includes('create') === true)
          .map(form => ({
            app: data.key,
            appName: data.definition.name,
            form: form.key,
            name: form.name,
            icon: iconOf(form.icon, 'form'),
            path: newPath(data.key, form.key),
          })),
  )
  return [...found.filter(({ app }) => app === current), ...found.filter(({ app }) => app !== current)]
}
