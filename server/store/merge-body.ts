import { closedObject } from '../http/schema.ts'

/** What is said when a merge is carried out: sides by place, and the confirmations of a publish. */
export const mergeWishes = {
  choices: {
    type: 'object',
    maxProperties: 1000,
    additionalProperties: { type: 'string', enum: ['ours', 'theirs'] },
  },
  confirm: { type: 'boolean' },
  despite: { type: 'boolean' },
  base: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
} as const

export const mergeBody = closedObject(mergeWishes)
