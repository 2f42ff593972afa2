import type { Node } from '../../../../schemas/generated/definition.ts'
import { done, lines, part, work } from './drawing.ts'
import type { PatternCase } from './play.ts'

const rowWise = (rest: object = {}): Node =>
  ({ key: 'sign', type: 'fill', by: '{$row.buyer}', each: '{lines}', next: [{ to: 'last' }], ...rest }) as Node
const call = (rest: object = {}): Node =>
  ({ key: 'call', type: 'subprocess', workflow: 'part', each: '{lines}', next: [{ to: 'last' }], ...rest }) as Node
const check = part({ key: 'check', type: 'fill', by: '{$row.buyer}', next: [{ to: 'done' }] } as Node, done)
const last = work('last', 'd', 'done')
const stop: Node = { key: 'stop', type: 'end', outcome: 'cancelled' }

/** 12-15, 22, 26, 27, 34-36: several instances of one piece of work, and work that calls itself. */
export const instances: readonly PatternCase[] = [
  {
    pattern: 12,
    nodes: [call({ wait: 'none' }), last, done],
    others: [check],
    values: { lines },
    runs: [
      [
        ['start', 'last:d part/check:x part/check:y part/check:z'],
        ['y', 'last:d part/check:x part/check:z'],
        ['d', 'ended-done part/check:x part/check:z'],
        ['x', 'ended-done part/check:z'],
      ],
    ],
  },
  {
    pattern: 13,
    nodes: [rowWise({ each: '["x", "y"]', by: '{$item}' }), last, done],
    runs: [
      [
        ['start', 'sign:x sign:y'],
        ['y', 'sign:x'],
        ['x', 'last:d'],
      ],
    ],
  },
  {
    pattern: 14,
    nodes: [rowWise(), last, done],
    values: { lines },
    runs: [
      [
        ['start', 'sign:x sign:y sign:z'],
        ['y', 'sign:x sign:z'],
        ['x', 'sign:z'],
        ['z', 'last:d'],
      ],
    ],
  },
  {
    pattern: 15,
    nodes: [
      {
        key: 'sign',
        type: 'approve',
        mode: 'all',
        by: '"a"',
        allow: { add_signer: { kinds: ['beside'] } },
        next: [{ to: 'last' }],
      },
      last,
      done,
    ],
    runs: [
      [
        ['start', 'sign:a'],
        ['a add-signer b', 'sign:a sign:b'],
        ['a', 'sign:b'],
        ['b add-signer c', 'sign:b sign:c'],
        ['b', 'sign:c'],
        ['c', 'last:d'],
      ],
    ],
  },
  {
    pattern: 22,
    nodes: [
      { key: 'ask', type: 'approve', by: '"a"', next: [{ to: 'done' }, { to: 'again', on: 'rejected' }] },
      { key: 'again', type: 'subprocess', workflow: 'flow', next: [{ to: 'done' }] },
      done,
    ],
    runs: [
      [
        ['start', 'ask:a'],
        ['a reject', 'flow/ask:a'],
        ['a reject', 'flow/flow/ask:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 26,
    nodes: [rowWise({ events: [{ on: { event: 'updated', fields: ['note'] }, to: 'stop' }] }), last, done, stop],
    values: { lines },
    runs: [
      [
        ['start', 'sign:x sign:y sign:z'],
        ['x', 'sign:y sign:z'],
        ['event sign 0', 'ended-cancelled'],
      ],
    ],
  },
  {
    pattern: 27,
    nodes: [rowWise({ events: [{ after: '48h', to: 'last' }] }), last, done],
    values: { lines },
    runs: [
      [
        ['start', 'sign:x sign:y sign:z'],
        ['x', 'sign:y sign:z'],
        ['48h', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 34,
    nodes: [call({ wait: 2 }), last, done],
    others: [check],
    values: { lines },
    runs: [
      [
        ['start', 'part/check:x part/check:y part/check:z'],
        ['x', 'part/check:y part/check:z'],
        ['z', 'last:d part/check:y'],
        ['y', 'last:d'],
      ],
    ],
  },
  {
    pattern: 35,
    nodes: [call({ wait: 2, rest: 'cancel' }), last, done],
    others: [check],
    values: { lines },
    runs: [
      [
        ['start', 'part/check:x part/check:y part/check:z'],
        ['x', 'part/check:y part/check:z'],
        ['z', 'last:d'],
      ],
    ],
  },
  {
    pattern: 36,
    nodes: [
      {
        key: 'vote',
        type: 'approve',
        mode: 'share',
        passWhen: '{$votes.yes} * 2 > {$votes.total}',
        by: 'ROLE("board")',
        allow: { add_signer: { kinds: ['beside'] } },
        next: [{ to: 'last' }],
      },
      last,
      done,
    ],
    runs: [
      [
        ['start', 'vote:a vote:b vote:c'],
        ['a', 'vote:b vote:c'],
        ['b add-signer x', 'vote:b vote:c vote:x'],
        ['b', 'vote:c vote:x'],
        ['x', 'last:d'],
      ],
    ],
  },
]
