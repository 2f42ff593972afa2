import type { Page } from 'playwright-core'

type Frames = Window & { seenFrames?: number[] }

/** ms between the frames a page drew while `work` went on. */
export async function framesOf(on: Page, work: () => Promise<void>): Promise<number[]> {
  await on.evaluate(() => {
    const seen: number[] = []
    ;(window as Frames).seenFrames = seen
    let last = performance.now()
    const next = () => {
      if ((window as Frames).seenFrames !== seen) return
      seen.push(performance.now() - last)
      last = performance.now()
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await work()
  return on.evaluate(() => {
    const seen = (window as Frames).seenFrames ?? []
    delete (window as Frames).seenFrames
    return seen.slice(1)
  })
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0

/** `median 12 ms, p95 18.4 ms, most 33 ms (120)` */
export const told = (values: readonly number[]): string =>
  `median ${at(values, 0.5).toFixed(1)} ms, p95 ${at(values, 0.95).toFixed(1)} ms, most ${at(values, 1).toFixed(1)} ms (${values.length})`
