import type { Node } from '../../../../schemas/generated/definition.ts'
import { done, lines, over, parallel, part, work } from './drawing.ts'
import type { PatternCase } from './play.ts'

const paid = { event: 'created', form: 'payment' }
const wait = (key: string, to: string, rest: object = {}): Node =>
  ({ key, type: 'wait', on: [paid], next: [{ to }], ...rest }) as Node
const changed = { event: 'updated', fields: ['amount'] }

/** 16-20, 23-25, 39 and 40: what depends on where things stand, on what happens, and what is stopped. */
export const state: readonly PatternCase[] = [
  {
    pattern: 16,
    nodes: [
      wait('either', 'one', {
        events: [
          { on: changed, to: 'two' },
          { after: '48h', to: 'three' },
        ],
      }),
      work('one', 'a', 'done'),
      work('two', 'b', 'done'),
      work('three', 'c', 'done'),
      done,
    ],
    runs: [
      [
        ['start', 'either'],
        ['hear either', 'one:a'],
        ['event either 0', 'one:a'],
      ],
      [
        ['start', 'either'],
        ['event either 0', 'two:b'],
        ['hear either', 'two:b'],
      ],
      [
        ['start', 'either'],
        ['48h', 'three:c'],
      ],
    ],
  },
  {
    pattern: 17,
    nodes: [
      parallel('split', 'one', 'two'),
      work('one', 'a', 'then', { mutex: 'desk' }),
      work('then', 'c', 'last', { mutex: 'desk' }),
      work('two', 'b', 'last', { mutex: 'desk' }),
      work('last', 'd', 'done', { join: 'all' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a'],
        ['a', 'two:b'],
        ['b', 'then:c'],
        ['c', 'last:d'],
      ],
    ],
  },
  {
    pattern: 18,
    nodes: [
      wait('open', 'last', { events: [{ on: changed, to: 'amend', cancel: false }] }),
      work('amend', 'a', 'over', { join: 'each' }),
      work('last', 'd', 'over'),
      over,
    ],
    runs: [
      [
        ['start', 'open'],
        ['event open 0', 'open amend:a'],
        ['a', 'open'],
        ['hear open', 'last:d'],
        ['event open 0', 'last:d'],
      ],
    ],
  },
  {
    pattern: 19,
    nodes: [work('one', 'a', 'done', { events: [{ on: changed, to: 'two' }] }), work('two', 'b', 'done'), done],
    runs: [
      [
        ['start', 'one:a'],
        ['event one 0', 'two:b'],
        ['b', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 20,
    nodes: [parallel('split', 'one', 'two'), work('one', 'a', 'over'), work('two', 'b', 'over'), over],
    runs: [
      [
        ['start', 'one:a two:b'],
        ['app withdraw', 'withdrawn-cancelled'],
      ],
    ],
  },
  {
    pattern: 23,
    nodes: [work('one', 'a', 'paid'), wait('paid', 'done', { since: 'now' }), done],
    runs: [
      [
        ['start', 'one:a'],
        ['hear paid', 'one:a'],
        ['a', 'paid'],
        ['hear paid', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 24,
    nodes: [work('one', 'a', 'paid'), wait('paid', 'done', { since: 'start' }), done],
    runs: [
      [
        ['start', 'one:a'],
        ['hear paid', 'one:a'],
        ['a', 'ended-done'],
      ],
    ],
  },
  {
    pattern: 25,
    nodes: [
      parallel('split', 'one', 'two', 'stopped'),
      work('one', 'a', 'then'),
      work('then', 'c', 'last'),
      { key: 'two', type: 'fill', by: '{$row.buyer}', each: '{lines}', next: [{ to: 'last' }] },
      wait('stopped', 'last'),
      work('last', 'd', 'done', { join: 1, rest: 'cancel' }),
      done,
    ],
    values: { lines },
    runs: [
      [
        ['start', 'one:a two:x two:y two:z stopped'],
        ['a', 'two:x two:y two:z stopped then:c'],
        ['hear stopped', 'last:d'],
      ],
    ],
  },
  {
    pattern: 39,
    nodes: [
      parallel('split', 'one', 'two'),
      { key: 'one', type: 'subprocess', workflow: 'part', mutex: 'press', next: [{ to: 'last' }] },
      { key: 'two', type: 'subprocess', workflow: 'part', mutex: 'press', next: [{ to: 'last' }] },
      work('last', 'd', 'done', { join: 'all' }),
      done,
    ],
    others: [part(work('set_up', 'a', 'print'), work('print', 'b', 'done'), done)],
    runs: [
      [
        ['start', 'part/set_up:a'],
        ['a', 'part/print:b'],
        ['b', 'part/set_up:a'],
        ['a', 'part/print:b'],
        ['b', 'last:d'],
      ],
    ],
  },
  {
    pattern: 40,
    nodes: [
      parallel('split', 'one', 'two', 'three'),
      work('one', 'a', 'last', { mutex: 'line' }),
      work('two', 'b', 'last', { mutex: 'line' }),
      work('three', 'c', 'last', { mutex: 'line' }),
      work('last', 'd', 'done', { join: 'all' }),
      done,
    ],
    runs: [
      [
        ['start', 'one:a'],
        ['a', 'two:b'],
        ['b', 'three:c'],
        ['c', 'last:d'],
      ],
    ],
  },
]
