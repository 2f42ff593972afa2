import fc from 'fast-check'
import type { Said } from '../../../engine/sentence/index.ts'
import type { Action, Trigger } from '../../../schemas/generated/definition.ts'
import type { Language } from '../../../schemas/problem.ts'

/** Automations of the desk within what sentences can say, made without their grammar. */
export const automations = (language: Language): fc.Arbitrary<Said> =>
  fc.oneof(plain(language), plain(language), absent(language))

const text = fc.stringMatching(/^[a-z甲乙丙，。:()“” {}0-9]{1,12}$/).filter(value => value.trim() === value)
const label = (language: Language) => text.map(value => ({ [language]: value }))
const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

const grade = pick('a_plus', 'a', 'b', 'c')
const light = pick('green', 'yellow', 'red')
const twoOf = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.uniqueArray(one, { minLength: 2, maxLength: 3 }))

const changed: fc.Arbitrary<Trigger> = fc.oneof(
  pick<Trigger>(
    { event: 'updated', form: 'lead', fields: ['owner'] },
    { event: 'updated', form: 'lead', fields: ['grade', 'source'] },
    { event: 'updated', form: 'lead' },
  ),
  twoOf(grade).map((to): Trigger => ({ event: 'updated', form: 'lead', fields: ['grade'], to })),
  fc
    .tuple(twoOf(grade), grade)
    .map(([from, to]): Trigger => ({ event: 'updated', form: 'lead', fields: ['grade'], from, to })),
  twoOf(grade).map((from): Trigger => ({ event: 'updated', form: 'lead', fields: ['grade'], from })),
  twoOf(grade).map((to): Trigger => ({ event: 'created', form: 'lead', fields: ['grade'], to })),
)

const events: fc.Arbitrary<Trigger> = fc.oneof(
  changed,
  pick<Trigger>(
    { event: 'created', form: 'lead' },
    { event: 'deleted', form: 'lead' },
    { event: 'stage_entered', form: 'lead', stage: 'contacted' },
    { event: 'stage_left', form: 'lead', stage: 'fresh' },
    { event: 'stage_entered', form: 'lead' },
    { event: 'stage_left', form: 'lead' },
  ),
)

const leadCondition: fc.Arbitrary<string> = fc.oneof(
  pick(
    'ISEMPTY({source})',
    'NOT(ISEMPTY({first_touch}))',
    '{owner} <> {created_by}',
    'HASROLE({owner}, "seller")',
    'NOT(HASROLE({owner}, "finance"))',
    'DAYS(NOW(), {created_at}) * 2 > 3',
  ),
  grade.map(key => `{grade} = "${key}"`),
  fc
    .uniqueArray(grade, { minLength: 2, maxLength: 3 })
    .map(keys => `AND(${keys.map(key => `{grade} <> "${key}"`).join(', ')})`),
  text.filter(value => !value.includes('{')).map(value => `{source} = "${value}"`),
)
const joined = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: one },
    fc
      .tuple(pick('AND', 'OR'), fc.array(one, { minLength: 2, maxLength: 3 }))
      // Of one field compared with options only, both words are said as one list.
      .filter(([, all]) => all.some(part => !part.includes('{grade}')) && all.every(part => !part.startsWith('AND')))
      .map(([name, all]) => `${name}(${all.join(', ')})`),
  )

const filteredEvents: fc.Arbitrary<Trigger> = fc
  .tuple(events, leadCondition)
  .map(([event, where]) => ({ ...event, where }) as Trigger)

const amount = fc.oneof(fc.integer({ min: 0, max: 10 ** 9 }).map(String), fc.constant('{$settings.big}'))
const timed: fc.Arbitrary<Trigger> = fc.oneof(
  fc
    .tuple(pick('>', '<', '>=', '<='), amount)
    .map(([operator, limit]): Trigger => ({ becomes: `{amount} ${operator} ${limit}`, form: 'contract' })),
  fc
    .record(
      {
        offset: fc.tuple(pick('-', ''), fc.integer({ min: 1, max: 90 }), pick('d', 'h', 'wd', 'mo', 'min')),
        at: pick('09:00', '18:30'),
      },
      { requiredKeys: [] },
    )
    .map(
      ({ offset, at }): Trigger => ({
        date: '{ends_on}',
        form: 'contract',
        ...(offset === undefined ? {} : { offset: offset.join('') }),
        ...(at === undefined ? {} : { at }),
      }),
    ),
  fc
    .tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 23 }),
      pick('* * *', '* * 1-5', '* * 0', '* * 3', '15 * *'),
    )
    .map(
      ([minute, hour, rest]): Trigger => ({
        schedule: `${minute} ${hour} ${rest}`,
        for: { form: 'contract', where: '{paid} <> TRUE' },
      }),
    ),
)

/** Triggers that count, of contracts. */
const counting: fc.Arbitrary<Trigger> = fc.oneof(
  fc.tuple(pick('>', '>='), fc.integer({ min: 1, max: 99 }), pick('30d', '2h', '1mo')).map(
    ([operator, n, over]): Trigger => ({
      window: { of: 'contract', per: '{customer}', over, is: `{$measure} ${operator} ${n}` },
    }),
  ),
  fc.tuple(pick('>', '>='), fc.integer({ min: 1, max: 99 })).map(
    ([operator, n]): Trigger => ({
      window: {
        of: { event: 'updated', form: 'contract', fields: ['amount'] },
        over: '7d',
        is: `{$measure} ${operator} ${n}`,
      },
    }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 10 ** 6 }), fc.boolean()).map(
    ([last, limit, grouped]): Trigger => ({
      window: {
        of: 'contract',
        ...(grouped ? { per: '{customer}' } : {}),
        last,
        measure: '{amount}',
        is: `{$measure} < ${limit}`,
      },
    }),
  ),
)

const leadPeople = fc.oneof(
  pick(
    '{owner}',
    '{created_by}',
    'MANAGER({owner})',
    'MANAGER({owner}, 2)',
    'MANAGER({created_by})',
    'MANAGER({created_by}, 3)',
  ),
  pick('ROLE("seller")', 'ROLE("director")', 'HEAD({owner.department})', 'HEAD({created_by.department})'),
  pick(
    'IFEMPTY({owner}, {created_by})',
    '[{owner}, ROLE("finance")]',
    '[{created_by}, MANAGER({owner}), ROLE("seller")]',
  ),
)

const anywhere = (language: Language): fc.Arbitrary<Action> =>
  fc.oneof(
    fc.tuple(leadPeople, label(language)).map(([to, message]): Action => ({ do: 'notify', to, message })),
    fc
      .tuple(
        leadPeople,
        label(language),
        fc.uniqueArray(pick('app', 'email', 'sms', 'wecom', 'dingtalk', 'feishu', 'webhook'), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(([to, message, channels]) => ({ do: 'notify', to, message, channels }) as Action),
    fc.tuple(leadPeople, label(language)).map(([to, title]): Action => ({ do: 'task', to, title })),
    fc
      .tuple(leadPeople, label(language), fc.integer({ min: 1, max: 99 }), pick('h', 'd', 'wd'))
      .map(([to, title, n, unit]): Action => ({ do: 'task', to, title, due: `${n}${unit}` })),
    pick<Action>({ do: 'lock' }, { do: 'unlock' }, { do: 'create', form: 'customer', set: {} }),
    text.map((name): Action => ({ do: 'create', form: 'customer', set: { name, rating: 'a', key_account: false } })),
  )

const onLead = (language: Language): fc.Arbitrary<Action> =>
  fc.oneof(
    anywhere(language),
    pick<Action>(
      { do: 'move', to: 'lost' },
      { do: 'assign', policy: 'rotation' },
      { do: 'assign', policy: 'rotation', release: true },
      { do: 'assign', policy: 'rotation', except: '{owner}' },
      { do: 'lock', fields: ['grade', 'source'] },
      { do: 'update', set: { source: null } },
    ),
    grade.map((key): Action => ({ do: 'update', set: { grade: key, owner: '={created_by}' } })),
    fc
      .tuple(leadCondition, leadPeople, label(language))
      .map(([when, to, message]): Action => ({ do: 'notify', when, to, message })),
  )

const onContract = (language: Language): fc.Arbitrary<Action> =>
  fc.oneof(
    anywhere(language),
    pick<Action>(
      { do: 'start', workflow: 'approval' },
      { do: 'move', to: 'signed' },
      { do: 'lock', fields: ['amount'] },
    ),
    light.map((health): Action => ({ do: 'update', target: '{customer}', set: { health } })),
    fc.integer({ min: 0, max: 10 ** 6 }).map((sum): Action => ({ do: 'update', set: { amount: sum, paid: true } })),
  )

const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 })
const optionally = (where: string | undefined): Partial<Said> => (where === undefined ? {} : { where })
const tail = fc.record(
  { with: fc.constant('save' as const), onError: fc.constant('continue' as const) },
  { requiredKeys: [] },
)

const plain = (language: Language): fc.Arbitrary<Said> =>
  fc.oneof(
    fc
      .tuple(
        several(fc.oneof(events, filteredEvents)),
        fc.option(joined(leadCondition), { nil: undefined }),
        several(onLead(language)),
        tail,
      )
      .map(([on, where, then, rest]) => ({ on, ...optionally(where), then, ...rest }) as Said),
    fc
      .tuple(fc.oneof(timed, counting), several(onContract(language)))
      .map(([on, then]) => ({ on: [on], then }) as Said),
  )

const touched: Trigger = { event: 'updated', form: 'lead', fields: ['first_touch'] }
const absent = (language: Language): fc.Arbitrary<Said> =>
  fc.oneof(
    fc
      .tuple(
        events,
        pick<Trigger>(
          touched,
          { event: 'updated', form: 'lead' },
          { event: 'stage_entered', form: 'lead', stage: 'contacted' },
          { event: 'updated', form: 'lead', fields: ['grade'], to: 'b' },
        ),
        fc.oneof(
          fc.integer({ min: 1, max: 500 }).map(n => `${n}h`),
          pick('30min', '3wd', '2mo', '={$settings.patience}'),
        ),
        fc.option(joined(leadCondition), { nil: undefined }),
        several(onLead(language)),
        fc.boolean(),
      )
      .map(
        ([on, unless, within, where, then, each]) =>
          ({
            on: [on],
            unless: [unless],
            within,
            ...optionally(where),
            then,
            ...(each ? { per: 'each' } : {}),
          }) as Said,
      ),
    pick('follow_up', 'contract').map(
      form =>
        ({
          on: [{ event: 'created', form: 'contract' }],
          unless: [{ event: 'created', form }],
          same: [['{customer}', '{customer}']],
          within: '10d',
          then: [{ do: 'notify', to: '{customer.advisor}', message: { [language]: 'x' } }],
        }) as Said,
    ),
  )
