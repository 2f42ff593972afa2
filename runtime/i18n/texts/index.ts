import { formTexts } from './form.ts'
import { homeTexts } from './home.ts'
import { recordTexts } from './record.ts'
import { settingsTexts } from './settings.ts'
import { shellTexts } from './shell.ts'
import { tableTexts } from './table.ts'
import { taskTexts } from './task.ts'

/** Every text of the pages as [zh, en]: side by side, so that neither can be forgotten. */
export const texts = {
  ...shellTexts,
  ...homeTexts,
  ...formTexts,
  ...tableTexts,
  ...recordTexts,
  ...taskTexts,
  ...settingsTexts,
} as const

export type TextKey = keyof typeof texts
