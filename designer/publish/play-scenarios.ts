import { request } from '../../runtime/index.ts'
import type { Played } from './types.ts'

/** The server plays for 15 s at a time; what is left after so many times is told as not played. */
const MOST_TURNS = 8

/** Plays the draft's scenarios turn by turn until all were played; `told` hears how many are done. */
export async function playScenarios(app: string, told: (done: number) => void): Promise<Played> {
  told(0)
  const play = (body?: object): Promise<Played> =>
    request<Played>('POST', `/apps/${app}/draft/scenarios`, body === undefined ? {} : { body })
  let played = await play()
  for (let turn = 1; turn < MOST_TURNS && played.skipped.length > 0; turn += 1) {
    told(played.scenarios.length)
    const more = await play({ keys: played.skipped })
    played = {
      passed: more.skipped.length === 0 && [...played.scenarios, ...more.scenarios].every(({ passed }) => passed),
      scenarios: [...played.scenarios, ...more.scenarios],
      skipped: more.skipped,
    }
  }
  return played
}
