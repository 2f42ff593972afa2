import type { AppDefinition } from '../../schemas/generated/definition.ts'

/** A demo takes at most so many sample records and rows of them, so that it is there in seconds whoever wrote the template. */
const MOST_SAMPLES = 3_000

/** How many records the sample data holds, rows within them included. */
export function countSamples(value: AppDefinition['sampleData']): number {
  let count = 0
  const look = (one: unknown): void => {
    if (one === null || typeof one !== 'object') return
    if (!Array.isArray(one)) count += 1
    for (const inner of Object.values(one)) look(inner)
  }
  for (const records of Object.values(value ?? {})) look(records)
  return count
}

/** Whether a demo can hold them. */
export const isBounded = (count: number): boolean => count <= MOST_SAMPLES
