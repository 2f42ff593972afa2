import type { Node } from '../../../../schemas/generated/definition.ts'
import { choice, decide, done, over, parallel, work } from './drawing.ts'
import type { PatternCase } from './play.ts'

const three = (rest: object): Node[] => [
  parallel('split', 'one', 'two', 'three'),
  work('one', 'a', 'last'),
  work('two', 'b', 'last'),
  work('three', 'c', 'last'),
  work('last', 'd', 'over', rest),
  over,
]

/** Branches that run twice, so that each brings two tokens to the join. */
const twice = (branches: readonly string[], join: 'all' | number): Node[] => [
  parallel('double', 'split', 'split'),
  { ...parallel('split', ...branches.map(who => `by_${who}`)), join: 'each' } as Node,
  ...branches.map(who => work(`by_${who}`, who, 'last', { join: 'each' })),
  work('last', 'd', 'over', { join }),
  over,
]

/** 6-9, 28-33, 37, 38, 41 and 42: branches that may be taken together, and how they meet. */
export const branching: readonly PatternCase[] = [
  {
    pattern: 6,
    nodes: [
      choice('how', 'inclusive', ['one', '{amount} > 1'], ['two', '{amount} > 3'], ['three', '{amount} > 9'], ['none']),
      ...['one', 'two', 'three', 'none'].map(key => work(key, 'a', 'over')),
      over,
    ],
    runs: [[['start', 'one:a two:a']]],
  },
  {
    pattern: 7,
    nodes: [
      choice('how', 'inclusive', ['one', '{amount} > 1'], ['two', '{amount} > 3'], ['three', '{amount} > 9'], ['last']),
      work('one', 'a', 'last'),
      work('two', 'b', 'last'),
      work('three', 'c', 'last'),
      work('last', 'd', 'done', { join: 'started' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['a', 'two:b'],
        ['b', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 8,
    nodes: [
      parallel('split', 'one', 'two'),
      work('one', 'a', 'audit'),
      work('two', 'b', 'audit'),
      work('audit', 'c', 'over', { join: 'each' }),
      over,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['a', 'two:b audit:c'],
        ['b', 'audit:c audit:c'],
        ['c', 'audit:c'],
        ['c', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 9,
    nodes: three({ join: 1 }),
    runs: [
      [
        ['start', 'one:a two:b three:c'],
        ['b', 'one:a three:c last:d'],
        ['a', 'three:c last:d'],
        ['d', 'three:c'],
        ['c', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 28,
    nodes: twice(['a', 'b'], 1),
    runs: [
      [
        ['start', 'by_a:a by_b:b by_a:a by_b:b'],
        ['a', 'by_b:b by_a:a by_b:b last:d'],
        ['a', 'by_b:b by_b:b last:d'],
        ['b', 'by_b:b last:d last:d'],
        ['b', 'last:d last:d'],
        ['d', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 29,
    nodes: three({ join: 1, rest: 'cancel' }),
    runs: [
      [
        ['start', 'one:a two:b three:c'],
        ['b', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 30,
    nodes: three({ join: 2 }),
    runs: [
      [
        ['start', 'one:a two:b three:c'],
        ['b', 'one:a three:c'],
        ['a', 'three:c last:d'],
        ['c', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 31,
    nodes: twice(['a', 'b', 'c'], 2),
    runs: [
      [
        ['start', 'by_a:a by_b:b by_c:c by_a:a by_b:b by_c:c'],
        ['a', 'by_b:b by_c:c by_a:a by_b:b by_c:c'],
        ['b', 'by_c:c by_a:a by_b:b by_c:c last:d'],
        ['a', 'by_c:c by_b:b by_c:c last:d'],
        ['b', 'by_c:c by_c:c last:d'],
        ['c', 'by_c:c last:d last:d'],
      ],
    ],
  },
  {
    pattern: 32,
    nodes: three({ join: 2, rest: 'cancel' }),
    runs: [
      [
        ['start', 'one:a two:b three:c'],
        ['c', 'one:a two:b'],
        ['a', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 33,
    nodes: twice(['a', 'b'], 'all'),
    runs: [
      [
        ['start', 'by_a:a by_b:b by_a:a by_b:b'],
        ['a', 'by_b:b by_a:a by_b:b'],
        ['a', 'by_b:b by_b:b'],
        ['b', 'by_b:b last:d'],
        ['b', 'last:d last:d'],
        ['d', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 37,
    nodes: [
      choice('how', 'inclusive', ['one', '{amount} > 1'], ['more', '{amount} > 3'], ['last']),
      choice('more', 'inclusive', ['two', '{amount} > 4'], ['three', '{amount} > 9'], ['last']),
      work('one', 'a', 'last'),
      work('two', 'b', 'last'),
      work('three', 'c', 'last'),
      work('last', 'd', 'done', { join: 'started' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['b', 'one:a'],
        ['a', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 38,
    nodes: [
      choice('how', 'inclusive', ['one', '{amount} > 1'], ['two', '{amount} > 3'], ['last']),
      work('one', 'a', 'check'),
      decide('check', 'c', 'last', 'one'),
      work('two', 'b', 'last'),
      decide('last', 'd', 'done', 'how', { join: 'started' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['b', 'one:a'],
        ['a', 'check:c'],
        ['c reject', 'one:a'],
        ['a', 'check:c'],
        ['c', 'last:d'],
        ['d reject', 'one:a two:b'],
      ],
    ],
  },
  {
    pattern: 41,
    nodes: [
      parallel('split', 'one', 'one', 'one'),
      work('one', 'a', 'gather', { join: 'each' }),
      {
        key: 'gather',
        type: 'exclusive',
        join: 'each',
        next: [{ to: 'last', when: 'MOD({$nodes.gather.count}, 3) = 0' }, { to: 'over' }],
      },
      work('last', 'd', 'over', { join: 'each' }),
      over,
    ],
    runs: [
      [
        ['start', 'one:a one:a one:a'],
        ['a', 'one:a one:a'],
        ['a', 'one:a'],
        ['a', 'last:d'],
        ['d', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 42,
    nodes: [parallel('split', 'one', 'one', 'one'), work('one', 'a', 'over', { join: 'each' }), over],
    runs: [
      [
        ['start', 'one:a one:a one:a'],
        ['a', 'one:a one:a'],
        ['a', 'one:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
]
