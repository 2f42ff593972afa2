import { elementAt, identitiesOf, isObject, type Place } from '../../engine/definition/elements.ts'
import { keyName } from '../../engine/definition/words/place.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'
import type { Mend, Subject } from './mend.ts'

const mend = (zh: string, en: string, commands: Plan): Mend => ({ text: { zh, en }, commands })
const set = (at: Place, values: Readonly<Record<string, unknown>>): Plan => [{ do: 'set', at, set: values }]
const remove = (at: Place): Plan => [{ do: 'remove', at }]

type Mender = (subject: Subject) => readonly Mend[]

/** Sets properties of the object the finding is at. */
const setting =
  (zh: string, en: string, values: Readonly<Record<string, unknown>>): Mender =>
  ({ place }) => [mend(zh, en, set(place, values))]

/** Takes away what the finding is at. */
const removing =
  (zh: string, en: string): Mender =>
  ({ place }) => [mend(zh, en, remove(place))]

const off: Mender = setting('先停用它', 'Switch it off', { enabled: false })

/** Ways to put a finding right, by its code. */
export const mendsByCode: Readonly<Record<string, Mender>> = {
  auth_property_unused: removing('去掉它', 'Leave it out'),
  automations_feed_each_other: off,
  branch_gap: otherwise,
  branch_never_taken: earlier,
  call_without_payload: removing('不发送内容', 'Send no content'),
  dead_end: ending,
  duplicate_key: renamed,
  join_deadlock: setting('等已开始的分支到齐', 'Wait for the branches that began', { join: 'started' }),
  missing_join: ({ place }) => [
    mend('等所有分支到齐', 'Wait for all branches', set(place, { join: 'all' })),
    mend('每来一个就继续', 'Go on with each that comes', set(place, { join: 'each' })),
  ],
  never_used: removing('移除它', 'Remove it'),
  no_possible_approver: ({ place }) => [
    mend('由负责人的上级处理', 'Ask the owner’s manager', set(place.slice(0, -1), { by: 'MANAGER({owner})' })),
  ],
  one_of_two: ({ place, finding: { params } }) => [
    mend('只留前一个', 'Keep the first', set(place, { [String(params.second)]: null })),
  ],
  only_applicant_forbidden: ({ place }) => [
    mend('由他的上级处理', 'Ask his manager', set(place.slice(0, -1), { by: 'MANAGER({$applicant})' })),
    mend('允许申请人处理', 'Let the applicant decide', set(place.slice(0, -1), { self: 'allow' })),
  ],
  recipient_needs_channel: channel,
  required_but_hidden: ({ place }) => [unrequired(place)],
  self_feeding_automation: off,
  total_without_column: ({ place }) => [
    mend('加上这一列', 'Add the column', [
      { do: 'add', to: [...place.slice(0, -2), 'columns'], element: String(place.at(-1)) },
    ]),
    mend('不合计', 'Do not add it up', remove(place)),
  ],
  translation_missing: translated,
  unknown_name_in_text: meant,
  unknown_property: removing('去掉它', 'Leave it out'),
  unreachable_node: removing('移除这个节点', 'Remove the step'),
  votes_without_share: setting('按票数决定', 'Decide by votes', { mode: 'share' }),
  waits_for_nothing: setting('等一天', 'Wait for a day', { after: '1d' }),
  workflow_never_starts: setting('允许手动发起', 'Let people start it', { manual: true }),
}

/** A name in braces that leads nowhere: the nearest that does, else the text without it. */
function meant({ finding: { params }, place, value }: Subject): readonly Mend[] {
  if (typeof value !== 'string') return []
  const near = isObject(params.suggestion) ? params.suggestion.name : undefined
  const written = `{${String(params.name)}}`
  const text = (next: string): Plan => set(place.slice(0, -1), { [place.at(-1)!]: value.replaceAll(written, next) })
  return [
    ...(near === undefined
      ? []
      : [mend(`改为 {${String(near)}}`, `Make it {${String(near)}}`, text(`{${String(near)}}`))]),
    mend(`从文字里去掉 ${written}`, `Take ${written} out of the text`, text('')),
  ]
}

interface WorkflowNode {
  readonly key: string
  readonly type: string
  readonly next?: readonly { readonly to: string; readonly on?: string }[]
}

const nodesAt = (definition: AppDefinition, place: Place): readonly WorkflowNode[] =>
  (elementAt(definition, [...place.slice(0, 2), 'nodes']) ?? []) as readonly WorkflowNode[]

/** Ends no way of this node leads to yet, the good ones first. */
function endsFor(definition: AppDefinition, place: Place, value: unknown): readonly WorkflowNode[] {
  const taken = new Set(isObject(value) ? ((value as unknown as WorkflowNode).next ?? []).map(({ to }) => to) : [])
  const ends = nodesAt(definition, place).filter(({ key, type }) => type === 'end' && !taken.has(key))
  const isBad = (node: WorkflowNode) => ('outcome' in node && node.outcome === 'rejected' ? 1 : 0)
  return [...ends].sort((a, b) => isBad(a) - isBad(b))
}

const called = (definition: AppDefinition, place: Place, key: string) =>
  keyName(definition, place, key) ?? { zh: key, en: key }

/** A way without a condition, to an end. */
function otherwise({ definition, place, value }: Subject): readonly Mend[] {
  return endsFor(definition, place, value)
    .slice(0, 2)
    .map(({ key }) => {
      const name = called(definition, place, key)
      const commands: Plan = [{ do: 'add', to: [...place, 'next'], element: { to: key } }]
      return mend(`其他情况去“${name.zh}”`, `Otherwise to “${name.en}”`, commands)
    })
}

/** A way to an end, taken when all goes well. */
function ending({ definition, place, value }: Subject): readonly Mend[] {
  return endsFor(definition, place, value)
    .slice(0, 1)
    .map(({ key }) => {
      const name = called(definition, place, key)
      const commands: Plan = [{ do: 'add', to: [...place, 'next'], element: { to: key } }]
      return mend(`之后去“${name.zh}”`, `Then to “${name.en}”`, commands)
    })
}

/** Puts a branch that is never reached in front of those that cover it. Two branches may lead to one step: they are told apart by their index. */
function earlier({ definition, finding, place }: Subject): readonly Mend[] {
  const node = place.slice(0, 4)
  const next = (elementAt(definition, node) as WorkflowNode | undefined)?.next ?? []
  const branch = next[Number(finding.path.split('/').at(-2))]
  const others = next.filter(one => one !== branch)
  return [
    mend('把它移到最前面', 'Put it first', set(node, { next: [branch, ...others] })),
    mend('移除这条分支', 'Remove the branch', set(node, { next: others })),
  ]
}

/** The second of two elements with one key gets a key of its own. */
function renamed({ definition, finding, value }: Subject): readonly Mend[] {
  const steps = finding.path.split('/').slice(1)
  const [at, list] = [Number(steps.at(-2)), steps.slice(0, -2)]
  const items = list.reduce<unknown>((one, step) => (one as Record<string, unknown> | undefined)?.[step], definition)
  if (!Array.isArray(items) || typeof value !== 'string' || list.length > 1) return []
  const keys = items.map(item => String((item as { key?: unknown }).key))
  const key = freeKey(value, keys)
  const next = items.map((item, index) => (index === at ? { ...(item as object), key } : item))
  return identitiesOf(list[0] ?? '', next) === undefined && next.length > 0
    ? []
    : [mend('给后一个换个标识', 'Give the second a key of its own', set([], { [list[0]!]: next }))]
}

function channel({ definition, place, finding: { params } }: Subject): readonly Mend[] {
  const action = place.slice(0, -1)
  const known = elementAt(definition, [...action, 'channels'])
  const name = String(params.channel)
  const channels = [...(Array.isArray(known) ? known : []), name]
  const word = name === 'sms' ? { zh: '短信', en: 'SMS' } : { zh: '邮件', en: 'e-mail' }
  return [mend(`也用${word.zh}发送`, `Send it by ${word.en} too`, set(action, { channels }))]
}

function unrequired(place: Place): Mend {
  const isProperty = place.at(-1) === 'required'
  const commands = isProperty ? set(place.slice(0, -1), { required: null }) : remove(place)
  return mend('不再要求填写', 'Do not require it', commands)
}

/** The other language's text, marked so that it is found again. */
function translated({ place, value }: Subject): readonly Mend[] {
  if (!isObject(value)) return []
  const text = [value.zh, value.en].find(one => typeof one === 'string' && one.trim() !== '')
  if (typeof text !== 'string') return []
  const isChinese = text === value.zh
  return [
    isChinese
      ? mend('先用中文填上，标上“待译”', 'Use the Chinese text, marked', set(place, { en: `${text} (zh)` }))
      : mend('先用英文填上，标上“待译”', 'Use the English text, marked', set(place, { zh: `${text}（待译）` })),
  ]
}
