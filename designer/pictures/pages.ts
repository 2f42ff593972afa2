import type { AppDefinition } from '../../schemas/generated/definition.ts'

/** A page of a demo that makes a good picture. */
export interface PicturePage {
  /** below the demo's own address */
  readonly path: string
  readonly width: number
  readonly height: number
}

const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

/** The main pages of an app as a role sees it: numbers, a board, a list, a form, and the form and list on a phone. */
export function pagesToShow({ key, forms, views = [], dashboards = [] }: AppDefinition): PicturePage[] {
  const board = views.find(({ type }) => type === 'kanban')
  const list = views.find(({ type }) => type !== 'kanban')
  const form = board?.form ?? list?.form ?? forms[0]?.key
  const at = (path: string | undefined, size: typeof desk): PicturePage[] =>
    path === undefined ? [] : [{ path: `/a/${key}/${path}`, ...size }]
  const view = (one: typeof board): string | undefined => one && `v/${one.key}`
  const entry = form && `f/${form}/new`
  return [
    ...at(dashboards[0] && `d/${dashboards[0].key}`, desk),
    ...at(view(board), desk),
    ...at(view(list) ?? (form && `f/${form}`), desk),
    ...at(entry, desk),
    ...at(entry, phone),
    ...at(view(list), phone),
  ]
}
