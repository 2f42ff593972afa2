import type { AppDefinition, Field } from '../../schemas/generated/definition.ts'
import type { Latency } from './latency.ts'

const both = (text: string) => ({ zh: text, en: text })
const field = (key: string, type: string): Field => ({ key, label: both(key), type }) as Field

/** `size` is text or a number by turns; values are whole numbers, which are both. Every version has a field the others have not. */
export const definitionOf = (n: number): AppDefinition => ({
  formatVersion: 1,
  key: 'pub',
  version: `1.0.${n}`,
  name: both('pub'),
  forms: [
    {
      key: 'item',
      name: both(`item ${n}`),
      titleField: 'name',
      fields: [
        field('name', 'text'),
        field('size', n % 2 === 0 ? 'text' : 'number'),
        ...(n === 0 ? [] : [field(`extra_${n % 5}`, 'text')]),
      ],
    },
  ],
  views: [{ key: 'items', label: both('items'), form: 'item', type: 'table', columns: ['name', 'size'] }] as never,
})

/** A value as both types say it: 12.00 is 12. */
export const plain = (text: unknown): string => (text === null || text === undefined ? 'null' : String(Number(text)))

export interface PublishRoundOptions {
  readonly folder: string
  readonly databaseUrl: string
  readonly readers: number
  readonly writers: number
  /** how long each of them rests between two requests, ms */
  readonly restMs: number
  /** a definition is published so often, ms */
  readonly everyMs: number
  readonly seconds: number
  /** kill -9 of the server at random moments */
  readonly kills: number
  /** records that are there before, put in by SQL */
  readonly rows: number
  /** how long load is measured before anything is published, ms */
  readonly calmMs: number
  /** numbers from 0 to 1 */
  readonly random: () => number
}

export interface PublishRoundResult {
  readonly published: number
  /** publishes whose values were moved in batches */
  readonly prepared: number
  /** how long the slowest of those that were done at once took, ms */
  readonly slowestPublish: number
  /** how long the longest preparation took, ms */
  readonly longestPreparation: number
  readonly acknowledged: number
  readonly kills: number
  /** answers by status; 0 = none, as a killed server gives */
  readonly statuses: Readonly<Record<string, number>>
  readonly calm: { readonly reads: Latency; readonly writes: Latency }
  readonly busy: { readonly reads: Latency; readonly writes: Latency }
  /** what is not as it was acknowledged; empty = the round held */
  readonly findings: readonly string[]
}
