import { both, put } from '../merge-cases/case.ts'
import { all, automation, doing, type FindingCase, flow, N, node, step, T, TELL, W } from './case.ts'

const A = 'automations/x'
const window = (more: object) =>
  automation({ on: [{ window: { of: 'opportunity', is: '{$measure} > 1', over: '7d', ...more } }] })
const event = (more: object) => ({ event: 'created', form: 'opportunity', ...more })
const split = (next: readonly string[]) => ({ key: 'split', type: 'parallel', next: next.map(to => ({ to })) })
const one = (to: string, more: object = {}) => step('one', [{ to }], more)
const two = (to: string, more: object = {}) => step('two', [{ to }], more)
const wait = (more: object) => ({ key: 'wait', type: 'wait', next: [{ to: 'done' }], ...more })
const call = (workflow: string) => ({ key: 'call', type: 'subprocess', workflow, next: [{ to: 'done' }] })
const HTTP = { do: 'http', connector: 'erp', method: 'GET', path: '/' }
const deadline = (after: string) => node({ deadline: { steps: [{ key: 's', after, do: [TELL] }] } })
const STEP = `${N}/director/deadline/steps/s/after`

/** What goes wrong when things happen. */
export const processCases: readonly FindingCase[] = [
  [
    'branch_gap',
    `${W}/how`,
    flow([{ key: 'how', type: 'exclusive', next: [{ to: 'done', when: '{amount} > 1' }] }]),
    flow([{ key: 'how', type: 'exclusive', next: [{ to: 'done', when: '{amount} > 1' }, { to: 'done' }] }]),
  ],
  [
    'endless_loop',
    `${W}/a`,
    flow([
      { key: 'a', type: 'exclusive', next: [{ to: 'b', when: '{amount} > 1' }, { to: 'done' }] },
      { key: 'b', type: 'do', do: [{ do: 'lock' }], next: [{ to: 'a' }] },
    ]),
    flow([
      { key: 'a', type: 'exclusive', next: [{ to: 'b', when: '{amount} > 1' }, { to: 'done' }] },
      { key: 'b', type: 'approve', by: '{owner}', next: [{ to: 'a', on: 'rejected' }, { to: 'done' }] },
    ]),
  ],
  [
    'missing_join',
    `${W}/last`,
    flow([
      split(['one', 'two']),
      one('last'),
      two('last'),
      step('last', [{ to: 'after' }]),
      step('after', [{ to: 'done' }]),
    ]),
    flow([
      split(['one', 'two']),
      one('last'),
      two('last'),
      step('last', [{ to: 'after' }], { join: 'all' }),
      step('after', [{ to: 'done' }]),
    ]),
  ],
  [
    'join_deadlock',
    `${W}/last`,
    flow([
      { key: 'split', type: 'exclusive', next: [{ to: 'one', when: '{amount} > 1' }, { to: 'two' }] },
      one('last'),
      two('last'),
      step('last', [{ to: 'done' }], { join: 'all' }),
    ]),
    flow([
      { key: 'split', type: 'exclusive', next: [{ to: 'one', when: '{amount} > 1' }, { to: 'two' }] },
      one('last'),
      two('last'),
      step('last', [{ to: 'done' }], { join: 'started' }),
    ]),
  ],
  ['endless_recursion', `${W}/call/workflow`, flow([call('flow')]), flow([call('large')])],
  ['waits_for_nothing', `${W}/wait`, flow([wait({})]), flow([wait({ after: '1d' })])],
  [
    'wait_unrelated',
    `${W}/wait/on/0/form`,
    all(
      put('forms/note', {
        key: 'note',
        name: both('便签', 'Note'),
        fields: [{ key: 'text', label: both('文', 'Text'), type: 'text' }],
      }),
      flow([wait({ on: [event({ form: 'note' })] })]),
    ),
    flow([wait({ on: [event({ form: 'customer' })] })]),
  ],
  ['too_short_delay', STEP, deadline('0h'), deadline('1h')],
  ['too_long_delay', STEP, deadline('9999mo'), deadline('999mo')],
  ['calendar_missing', STEP, deadline('4wh'), deadline('4h')],
  [
    'http_cannot_wait',
    `${W}/a/do/0`,
    flow([{ key: 'a', type: 'do', do: [HTTP], next: [{ to: 'done' }] }]),
    doing(HTTP),
  ],
  ['window_span', `${A}/on/0/window`, window({ last: 3 }), window({})],
  [
    'window_at_of_event',
    `${A}/on/0/window/at`,
    window({ of: event({}), at: '{close_on}' }),
    window({ at: '{close_on}' }),
  ],
  ['formula_expected', `${A}/on/0/window/per/0`, window({ per: [{ var: 'amount' }] }), window({ per: ['{amount}'] })],
  [
    'action_needs_record',
    T,
    automation({ on: [{ schedule: '0 9 * * 1' }], then: [{ do: 'delete' }] }),
    automation({ on: [{ schedule: '0 9 * * 1', for: { form: 'opportunity' } }], then: [{ do: 'delete' }] }),
  ],
  [
    'event_expected',
    `${A}/unless/0`,
    automation({ unless: [{ becomes: '{amount} > 1', form: 'opportunity' }], within: '1d' }),
    automation({ unless: [event({ event: 'updated', fields: ['amount'] })], within: '1d' }),
  ],
  [
    'ladder_reads_elsewhere',
    'forms/opportunity/ladders/chase/where',
    put('forms/opportunity/ladders/chase/where', '{customer.name} = "A"'),
    put('forms/opportunity/ladders/chase/where', '{title} = "A"'),
  ],
  [
    'condition_not_monotone',
    `${A}/on/0/becomes`,
    automation({ on: [{ becomes: 'MONTH(TODAY()) = 3', form: 'opportunity' }] }),
    automation({ on: [{ becomes: 'TODAY() > {close_on}', form: 'opportunity' }] }),
  ],
  [
    'absence_forms_differ',
    `${A}/unless`,
    automation({
      unless: [
        event({ event: 'updated', fields: ['amount'] }),
        event({ form: 'customer', event: 'updated', fields: ['phone'] }),
      ],
      within: '1d',
      same: [['{id}', '{id}']],
    }),
    automation({
      unless: [event({ event: 'updated', fields: ['amount'] }), event({ event: 'updated', fields: ['rate'] })],
      within: '1d',
    }),
  ],
  [
    'absence_same_missing',
    `${A}/same`,
    all(
      put('forms/note', {
        key: 'note',
        name: both('便签', 'Note'),
        fields: [{ key: 'text', label: both('文', 'Text'), type: 'text' }],
      }),
      automation({ unless: [event({ form: 'note' })], within: '1d' }),
    ),
    all(
      put('forms/note', {
        key: 'note',
        name: both('便签', 'Note'),
        fields: [{ key: 'text', label: both('文', 'Text'), type: 'text' }],
      }),
      automation({ unless: [event({ form: 'note' })], within: '1d', same: [['{title}', '{text}']] }),
    ),
  ],
  [
    'self_feeding_automation',
    A,
    automation({ on: [event({ event: 'updated', fields: ['heads'] })], then: [{ do: 'update', set: { heads: '1' } }] }),
    automation({ on: [event({ event: 'updated', fields: ['heads'] })], then: [{ do: 'update', set: { rate: '1' } }] }),
  ],
]
