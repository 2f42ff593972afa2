import { Worker } from 'node:worker_threads'
import { HttpProblem } from '../../http/problem.ts'
import { sheetLimits } from './limits.ts'
import type { SheetAnswer } from './worker.ts'

/** One at a time: two large sheets side by side would take twice the memory a small server has. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Rows of the first sheet of an .xlsx or of a .csv, read in a worker of bounded time and memory, so that no file stops the house (SR-29).
 * @throws HttpProblem 422 with the limit it exceeds, `sheet_unreadable`, `sheet_empty`
 */
export async function readSheet(content: Buffer): Promise<string[][]> {
  const turn = last.then(() => inWorker(content))
  last = turn.catch(() => undefined)
  const answer = await turn
  if ('grid' in answer) return answer.grid
  throw new HttpProblem(422, answer.refused, answer.params)
}

function inWorker(content: Buffer): Promise<SheetAnswer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: new Uint8Array(content),
    resourceLimits: { maxOldGenerationSizeMb: sheetLimits.memory },
    env: {},
  })
  return new Promise<SheetAnswer>((resolve, reject) => {
    const { seconds, unpacked } = sheetLimits
    const timer = setTimeout(() => resolve({ refused: 'sheet_too_slow', params: { seconds } }), seconds * 1000)
    worker.once('message', resolve)
    worker.once('error', error =>
      (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? resolve({ refused: 'sheet_unpacks_too_large', params: { limit: unpacked / 1_000_000 } })
        : reject(error),
    )
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('the reader of sheets ended without an answer'))
    })
  }).finally(() => worker.terminate())
}
