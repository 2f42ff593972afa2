import type { IconName } from '../../../runtime/index.ts'
import type { Kind } from '../plans/kinds.ts'

export const kindIcons: Readonly<Record<Kind, IconName>> = {
  approve: 'check',
  fill: 'edit',
  cc: 'send',
  exclusive: 'filter',
  parallel: 'columns',
  inclusive: 'apps',
  wait: 'clock',
  do: 'settings',
  subprocess: 'refresh',
  end: 'flag',
}

/** What can be put on a way, in the order people need them. */
export const insertable: readonly Kind[] = [
  'approve',
  'exclusive',
  'cc',
  'fill',
  'parallel',
  'do',
  'wait',
  'subprocess',
  'inclusive',
  'end',
]
