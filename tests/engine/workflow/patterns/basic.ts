import { choice, decide, done, over, parallel, work } from './drawing.ts'
import type { PatternCase } from './play.ts'

/** 1-5 basic control flow, 10 and 21 loops, 11 and 43 ends. */
export const basic: readonly PatternCase[] = [
  {
    pattern: 1,
    nodes: [work('one', 'a', 'two'), work('two', 'b', 'done'), done],
    runs: [
      [
        ['start', 'one:a'],
        ['a', 'two:b'],
        ['b', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 2,
    nodes: [parallel('split', 'one', 'two'), work('one', 'a', 'over'), work('two', 'b', 'over'), over],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['b', 'one:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 3,
    nodes: [
      parallel('split', 'one', 'two'),
      work('one', 'a', 'last'),
      work('two', 'b', 'last'),
      work('last', 'c', 'done', { join: 'all' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['b', 'one:a'],
        ['a', 'last:c'],
        ['c', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 4,
    nodes: [
      choice('how', 'exclusive', ['huge', '{amount} > 100'], ['large', '{amount} > 3'], ['small']),
      ...['huge', 'large', 'small'].map(key => work(key, 'a', 'done')),
      done,
    ],
    runs: [[['start', 'large:a']]],
  },
  {
    pattern: 5,
    nodes: [
      choice('how', 'exclusive', ['one', '{amount} > 3'], ['two']),
      work('one', 'a', 'last'),
      work('two', 'b', 'last'),
      work('last', 'c', 'done'),
      done,
    ],
    runs: [
      [
        ['start', 'one:a'],
        ['a', 'last:c'],
        ['c', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 10,
    nodes: [
      choice('how', 'exclusive', ['two', '{amount} > 3'], ['one']),
      work('one', 'a', 'two'),
      decide('two', 'b', 'three', 'one'),
      decide('three', 'c', 'done', 'two'),
      done,
    ],
    runs: [
      [
        ['start', 'two:b'],
        ['b', 'three:c'],
        ['c reject', 'two:b'],
        ['b reject', 'one:a'],
        ['a', 'two:b'],
        ['b', 'three:c'],
        ['c', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 21,
    nodes: [
      work('try', 'a', 'enough'),
      choice('enough', 'exclusive', ['try', '{$nodes.try.count} < 3'], ['done']),
      done,
    ],
    runs: [
      [
        ['start', 'try:a'],
        ['a', 'try:a'],
        ['a', 'try:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 21,
    nodes: [choice('check', 'exclusive', ['fix', '{amount} < 9'], ['done']), work('fix', 'a', 'check'), done],
    runs: [
      [
        ['start', 'fix:a'],
        ['a', 'fix:a'],
        ['set amount 9', 'fix:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 11,
    nodes: [parallel('split', 'one', 'two'), work('one', 'a', 'over'), work('two', 'b', 'over'), over],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['a', 'two:b'],
        ['b', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 43,
    nodes: [
      parallel('split', 'one', 'two'),
      work('one', 'a', 'stop'),
      work('two', 'b', 'over'),
      { key: 'stop', type: 'end', scope: 'all', outcome: 'cancelled' },
      over,
    ],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['a', 'ended-cancelled'],
      ],
    ],
  },
]
