import type { Action, Ladder, Node, Trigger, Workflow } from '../../../schemas/generated/definition.ts'
import { isGateway, NEVER, type Way } from '../graph/flow.ts'
import type { Speaking } from './speaking.ts'
import { type NodeTextKey, nodeTexts } from './texts.ts'

/** A step or way as it stands on its card. `warn`: something is missing. */
export interface Told {
  readonly title: string
  readonly text: string
  readonly warn?: boolean
}

const say = ({ language }: Speaking, key: NodeTextKey, params: Readonly<Record<string, string>> = {}): string =>
  nodeTexts[key][language === 'zh' ? 0 : 1].replace(/\{\{(\w+)\}\}/g, (_, name: string) => params[name] ?? '')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export function tellStart(speaking: Speaking, { start, name }: Workflow): Told {
  const ways = (start.on ?? []).map(one => tellTrigger(speaking, one))
  const by = start.manual === false ? [] : [say(speaking, 'startManual')]
  const on = ways.length === 0 ? [] : [say(speaking, 'startOn', { when: ways.join(say(speaking, 'or')) })]
  const text = [...on, ...(ways.length > 0 && start.manual !== true ? [] : by)].join(say(speaking, 'comma'))
  return { title: speaking.label(name), text: text === '' ? say(speaking, 'startNever') : text }
}

/** What sets something off. */
export function tellTrigger(speaking: Speaking, trigger: Trigger): string {
  if ('becomes' in trigger) return speaking.condition(trigger.becomes)
  if (!('event' in trigger)) return say(speaking, 'otherTrigger')
  const form = speaking.space.forms.get(trigger.form ?? speaking.form?.key ?? '')
  const stage = form?.definition?.stages?.pipeline.find(({ key }) => key === trigger.stage)
  return say(speaking, trigger.event, {
    form: speaking.label(form?.name),
    stage: stage === undefined ? say(speaking, 'anyStage') : `“${speaking.label(stage.label)}”`,
  })
}

export function tellNode(speaking: Speaking, node: Node, workflows: readonly Workflow[]): Told {
  const title = speaking.label(node.label)
  const told = tellWork(speaking, node, workflows)
  return title === '' ? { ...told, title: told.text, text: '' } : { ...told, title }
}

function tellWork(speaking: Speaking, node: Node, workflows: readonly Workflow[]): Omit<Told, 'title'> {
  switch (node.type) {
    case 'approve':
    case 'fill':
      return tellPeople(speaking, node)
    case 'cc': {
      const who = speaking.people(node.by)
      return who === '' ? { text: say(speaking, 'nobody'), warn: true } : { text: say(speaking, 'cc', { who }) }
    }
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
      return { text: say(speaking, node.type) }
    case 'wait':
      return tellWait(speaking, node)
    case 'do':
      return { text: capital(speaking.actions(node.do)) }
    case 'subprocess': {
      const called = workflows.find(({ key }) => key === node.workflow)
      const name = called === undefined ? node.workflow : speaking.label(called.name)
      return { text: say(speaking, node.each === undefined ? 'subprocess' : 'subprocessEach', { workflow: name }) }
    }
    case 'end':
      return { text: say(speaking, `end_${node.outcome ?? 'done'}`) }
  }
}

function tellPeople(speaking: Speaking, node: Extract<Node, { type: 'approve' | 'fill' }>): Omit<Told, 'title'> {
  const who = speaking.people(node.by)
  if (who === '') return { text: say(speaking, 'nobody'), warn: true }
  const mode =
    node.type === 'approve' && node.mode !== undefined && node.mode !== 'any' ? [say(speaking, node.mode)] : []
  const parts = [capital(say(speaking, node.type, { who })), ...mode, ...tellSteps(speaking, node.deadline)]
  return { text: parts.join(say(speaking, 'comma')) }
}

/** Steps of a deadline: 24 小时后提醒, 48 小时后转给上级. */
export const tellSteps = (speaking: Speaking, ladder: Ladder | undefined): string[] =>
  (ladder?.steps ?? []).map(({ after, do: acts }) =>
    say(speaking, 'within', {
      time: speaking.duration(after),
      act: acts.map(one => tellDeadline(speaking, one)).join(say(speaking, 'comma')),
    }),
  )

const ACTS: Readonly<Record<string, NodeTextKey>> = {
  approve: 'autoApprove',
  reject: 'autoReject',
  return: 'autoReturn',
  urge: 'urge',
  close: 'close',
}

/** An action of a deadline: most are about the task itself. */
export function tellDeadline(speaking: Speaking, action: Action): string {
  if (action.do === 'notify') return say(speaking, 'remind')
  if (action.do !== 'act') return speaking.actions([action])
  if (action.as === 'transfer') return say(speaking, 'transfer', { who: speaking.people(action.to) })
  return say(speaking, ACTS[action.as] ?? 'close')
}

function tellWait(speaking: Speaking, node: Extract<Node, { type: 'wait' }>): Omit<Told, 'title'> {
  const { after, until, where, on } = node
  if (until !== undefined)
    return { text: say(speaking, 'waitUntil', { time: speaking.duration(String(until)).replace(/[{}]/g, '') }) }
  if (after !== undefined) return { text: say(speaking, 'wait', { time: ` ${speaking.duration(after)}` }) }
  if (on !== undefined)
    return {
      text: say(speaking, 'waitEvent', { when: on.map(one => tellTrigger(speaking, one)).join(say(speaking, 'or')) }),
    }
  if (where !== undefined) return { text: say(speaking, 'waitWhere', { condition: speaking.condition(where) }) }
  return { text: say(speaking, 'waitNothing'), warn: true }
}

/** The head of a branch: what it is called and when it is taken. */
export function tellWay(speaking: Speaking, way: Way, of: Node, last: boolean): Told {
  const named = speaking.label(way.edge.label)
  if (way.kind === 'event') return tellEvent(speaking, way, of)
  const unset = way.edge.when === NEVER
  const when = way.edge.when === undefined || unset ? undefined : speaking.condition(way.edge.when)
  if (!isGateway(of)) {
    const on = way.edge.on === undefined ? say(speaking, 'goesOn') : say(speaking, `on_${way.edge.on}`)
    return { title: named === '' ? on : named, text: when ?? (named === '' ? '' : on) }
  }
  const title = named === '' ? say(speaking, 'branch') : named
  if (when !== undefined) return { title, text: when }
  if (of.type === 'parallel') return { title, text: '' }
  if (!unset && of.type === 'inclusive') return { title, text: say(speaking, 'always') }
  if (last && !unset) {
    const otherwise = say(speaking, 'otherwise')
    return named === '' || named === otherwise ? { title: otherwise, text: '' } : { title, text: otherwise }
  }
  return { title, text: say(speaking, 'noCondition'), warn: true }
}

function tellEvent(speaking: Speaking, way: Way, of: Node): Told {
  const index = Number(way.id.split('!').at(-1))
  const event = 'events' in of ? of.events?.[index] : undefined
  const text =
    event?.after !== undefined
      ? say(speaking, 'eventAfter', { time: speaking.duration(event.after) })
      : event?.on === undefined
        ? ''
        : tellTrigger(speaking, event.on)
  return { title: say(speaking, 'event', { when: text }), text: '' }
}
