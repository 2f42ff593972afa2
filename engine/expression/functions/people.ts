import { type Context, spend, type Thunk } from '../context.ts'
import { Decimal, integer, ONE, ZERO } from '../decimal.ts'
import type { Directory } from '../scope.ts'
import type { Node, NodeOf } from '../tree.ts'
import { BOOLEAN, DEPARTMENT, listOf, USER } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { argument, boolean, family, number, optional, text, user } from './define.ts'

const MOST_LEVELS = 100

function directoryOf(context: Context): Directory {
  const { directory } = context.scope
  if (!directory) throw new FormulaError('directory_missing')
  return directory
}

const currentUser =
  (...member: readonly string[]) =>
  (call: NodeOf<'call'>): Node => ({ type: 'path', path: ['$user', ...member], start: call.start, end: call.end })

/** Up the chain; with a role, up to and with the first manager who holds it. */
function managersOf(context: Context, person: string, until: Value): readonly string[] {
  const directory = directoryOf(context)
  if (Decimal.isDecimal(until)) return directory.managers(person, integer(until, 1, MOST_LEVELS))
  const chain = directory.managers(person, MOST_LEVELS)
  const end = chain.findIndex(manager => directory.hasRole(manager, String(until)))
  return end < 0 ? chain : chain.slice(0, end + 1)
}

/** Holders of the role for whom the condition on {$candidate} is true. */
function roleHolders([role, condition]: readonly Thunk[]): Thunk {
  return context => {
    const key = role!(context)
    if (typeof key !== 'string' || key === '') return []
    const holders = directoryOf(context).usersWithRole(key)
    const outer = context.bound
    try {
      return holders.filter(candidate => {
        spend(context, 1)
        if (!condition) return true
        context.bound = { ...outer, $candidate: candidate }
        return condition(context) === true
      })
    } finally {
      context.bound = outer
    }
  }
}

export const peopleFunctions = family('people', [
  {
    name: 'MANAGER',
    args: [user('人员', 'user'), optional(number('第几级，默认 1', 'level, 1 unless given'))],
    result: USER,
    help: ['第几级主管', 'The manager so many levels up'],
    examples: [
      ['MANAGER("u1")', 'u2'],
      ['MANAGER("u1", 2)', 'u3'],
      ['MANAGER("u3", 5)', 'blank'],
    ],
    evaluate: (context: Context, person: string, level: Decimal = ONE) =>
      directoryOf(context).manager(person, integer(level, 1, MOST_LEVELS)),
  },
  {
    name: 'MANAGERS',
    args: [
      user('人员', 'user'),
      argument('级数或到哪个角色为止', 'levels, or the role to end with', ['number', 'text']),
    ],
    result: listOf(USER),
    help: ['逐级主管，直到级数或角色', 'The managers up the chain, by levels or up to a role'],
    examples: [
      ['MANAGERS("u1", 2)', '[u2, u3]'],
      ['MANAGERS("u1", "head")', '[u2]'],
    ],
    evaluate: managersOf,
  },
  {
    name: 'HEAD',
    aliases: ['DIRECTOR'],
    args: [
      argument('部门', 'department', ['department']),
      optional(number('往上几级，默认 0', 'levels up, 0 unless given')),
    ],
    result: USER,
    help: ['部门负责人', 'The head of a department'],
    examples: [['HEAD("d1")', 'u2']],
    evaluate: (context: Context, department: string, level: Decimal = ZERO) =>
      directoryOf(context).head(department, integer(level, 0, MOST_LEVELS)),
  },
  {
    name: 'ROLE',
    args: [text('角色', 'role'), optional({ ...boolean('条件', 'condition'), binds: '$candidate' as const })],
    result: listOf(USER),
    help: [
      '拥有角色且满足条件的人，人写作 {$candidate}',
      'Holders of a role that meet a condition; a person is {$candidate}',
    ],
    examples: [['ROLE("head")', '[u2]']],
    build: roleHolders,
  },
  {
    name: 'SUBORDINATES',
    args: [user('人员', 'user')],
    result: listOf(USER),
    help: ['全部下属', 'All subordinates'],
    examples: [['SUBORDINATES("u2")', '[u1]']],
    evaluate: (context: Context, person: string) => directoryOf(context).subordinates(person),
  },
  {
    name: 'DEPARTMENT',
    aliases: ['DEPTNAME'],
    args: [user('人员', 'user')],
    result: DEPARTMENT,
    help: ['所在部门', 'The department of a person'],
    examples: [['DEPARTMENT("u1")', 'd1']],
    evaluate: (context: Context, person: string) => directoryOf(context).departmentOf(person),
  },
  {
    name: 'HASROLE',
    args: [user('人员', 'user'), text('角色', 'role')],
    result: BOOLEAN,
    help: ['人员是否拥有角色', 'Whether a person holds a role'],
    examples: [['HASROLE("u2", "head")', 'TRUE']],
    evaluate: (context: Context, person: string, role: string) => directoryOf(context).hasRole(person, role),
  },
  {
    name: 'USER',
    aliases: ['LOGINUSER'],
    args: [],
    result: USER,
    help: ['当前用户', 'The current user'],
    examples: [],
    expand: currentUser(),
    evaluate: () => null,
  },
  {
    name: 'GETUSERNAME',
    args: [],
    result: USER,
    help: ['当前用户的姓名', 'The name of the current user'],
    examples: [],
    expand: currentUser('name'),
    evaluate: () => null,
  },
])
