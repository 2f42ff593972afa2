import type {
  Action,
  AppDefinition,
  Automation,
  Connector,
  EventTrigger,
  HttpAction,
  HttpConnector,
  UpdateAction,
} from '../../schemas/generated/definition.ts'
import type { Command } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'

/** What sets a call off, as one word a list of choices can hold: `created`, `stage:won`, `approved:contract_approval`. */
export type Occasion = string

/** One call of a connector as a director thinks of it; the automation says the same. */
export interface Call {
  readonly automation: Automation
  readonly form: string
  readonly occasion: Occasion
  readonly http: HttpAction
  /** where parts of the answer go: field -> name in the answer */
  readonly answers: Readonly<Record<string, string>>
}

/** The name the answer has in the actions that follow. */
const ANSWER = 'answer'
const BODY = /^=\{\$out\.[a-z][a-z0-9_]*\.body\.([\p{L}_][\p{L}\d_.]*)\}$/u

/** What may stand between the outside world and an automation that is one call: nothing else of the format. */
const PLAIN = new Set(['key', 'name', 'form', 'on', 'where', 'then', 'enabled'])

/** Outcomes of a workflow a call may wait for. */
const OUTCOMES = ['approved', 'rejected'] as const
const outcomeIs = (outcome: string): string => `{$event.outcome} = "${outcome}"`

const callsIn = (automation: Automation, connector: string): boolean =>
  JSON.stringify([automation.then, automation.ladder]).includes(`"connector":"${connector}"`)

/** The automations that call an outside system. */
export const callersOf = ({ automations = [] }: AppDefinition, connector: string): readonly Automation[] =>
  automations.filter(one => callsIn(one, connector))

/** An automation as one call; undefined when it says more than a card can. */
export function callOf(automation: Automation): Call | undefined {
  const { on, where, then = [] } = automation
  const [trigger] = on
  const [http, update] = then
  if (Object.keys(automation).some(name => !PLAIN.has(name)) || on.length !== 1 || then.length > 2) return undefined
  if (trigger === undefined || !('event' in trigger) || http?.do !== 'http' || http.when !== undefined) return undefined
  const occasion = occasionOf(trigger, where)
  const answers = update === undefined ? {} : answersOf(update)
  const form = trigger.form ?? automation.form
  if (occasion === undefined || answers === undefined || form === undefined) return undefined
  return { automation, form, occasion, http, answers }
}

function occasionOf({ form: _, event, where: __, ...rest }: EventTrigger, where: unknown): Occasion | undefined {
  const names = Object.keys(rest)
  if (event === 'workflow_finished' && rest.workflow !== undefined && names.length === 1) {
    if (where === undefined) return `finished:${rest.workflow}`
    const outcome = OUTCOMES.find(one => where === outcomeIs(one))
    return outcome === undefined ? undefined : `${outcome}:${rest.workflow}`
  }
  if (where !== undefined) return undefined
  if (event === 'stage_entered' && rest.stage !== undefined && names.length === 1) return `stage:${rest.stage}`
  if ((event === 'created' || event === 'updated') && names.length === 0) return event
  return event === 'updated' && names.length === 1 && rest.fields?.length === 1 ? `field:${rest.fields[0]}` : undefined
}

function answersOf(action: Action): Readonly<Record<string, string>> | undefined {
  if (action.do !== 'update' || action.target !== undefined || action.when !== undefined) return undefined
  const read = Object.entries(action.set).map(([field, value]) => [field, BODY.exec(String(value))?.[1]] as const)
  return read.every(([, name]) => name !== undefined) ? (Object.fromEntries(read) as Record<string, string>) : undefined
}

/** What an occasion says in the definition; what narrows the trigger itself (`where`) stays. */
function saidBy(form: string, occasion: Occasion, kept: EventTrigger | undefined): Pick<Automation, 'on' | 'where'> {
  const [kind = '', key = ''] = occasion.split(':')
  const where = kept?.where === undefined ? {} : { where: kept.where }
  const on = (trigger: Omit<EventTrigger, 'form'>): Pick<Automation, 'on'> => ({
    on: [{ ...trigger, form, ...where } as EventTrigger],
  })
  if (kind === 'stage') return on({ event: 'stage_entered', stage: key })
  if (kind === 'field') return on({ event: 'updated', fields: [key] })
  if (kind === 'created' || kind === 'updated') return on({ event: kind })
  const finished = on({ event: 'workflow_finished', workflow: key })
  return kind === 'finished' ? finished : { ...finished, where: outcomeIs(kind) }
}

/** The first occasion of a form that a call is likely to wait for: an approval of it, else a new record. */
export function firstOccasion({ workflows = [] }: AppDefinition, form: string): Occasion {
  const workflow = workflows.find(one => one.form === form)
  return workflow === undefined ? 'created' : `approved:${workflow.key}`
}

/** A call that works at once: the title of the record is sent. Beginning with the form that has an approval. */
export function newCall(definition: AppDefinition, connector: Connector): readonly Command[] {
  const { forms, workflows = [], automations = [] } = definition
  const form = forms.find(({ key }) => workflows.some(one => one.form === key)) ?? forms[0]
  if (form === undefined) return []
  const name = connector.name ?? { zh: connector.key }
  const automation: Automation = {
    key: freeKey(
      'call',
      automations.map(({ key }) => key),
    ),
    name: {
      ...(name.zh === undefined ? {} : { zh: `发给${/^[ -~]/.test(name.zh) ? ' ' : ''}${name.zh}` }),
      ...(name.en === undefined ? {} : { en: `Send to ${name.en}` }),
    },
    ...saidBy(form.key, firstOccasion(definition, form.key), undefined),
    then: [
      {
        ...{ do: 'http', as: ANSWER, connector: connector.key, method: 'POST', path: '/' },
        payload: form.titleField === undefined ? {} : { [form.titleField]: `={${form.titleField}}` },
      },
    ],
  }
  return [{ do: 'add', to: ['automations'], element: automation }]
}

/** Another occasion, or another form: what is sent and kept of another form's fields goes with it. */
export function changeOccasion(definition: AppDefinition, call: Call, form: string, occasion: Occasion): Command {
  const { automation, http } = call
  const [trigger] = automation.on as readonly EventTrigger[]
  const moved = form !== call.form
  const title = definition.forms.find(({ key }) => key === form)?.titleField
  const said = saidBy(form, occasion, moved ? undefined : trigger)
  const then = moved ? [{ ...http, payload: title === undefined ? {} : { [title]: `={${title}}` } }] : undefined
  return {
    do: 'set',
    at: ['automations', automation.key],
    set: { on: said.on, where: said.where ?? null, ...(then === undefined ? {} : { then }) },
  }
}

const setThen = ({ automation }: Call, then: readonly Action[]): Command => ({
  do: 'set',
  at: ['automations', automation.key],
  set: { then },
})

/** Another address, another way or other values of the call itself. */
export const changeRequest = (call: Call, patch: Partial<HttpAction>): Command =>
  setThen(call, [{ ...call.http, ...patch }, ...(call.automation.then ?? []).slice(1)])

/** Which field takes which part of the answer; none: the record is left as it is. */
export function changeAnswers(call: Call, answers: Readonly<Record<string, string>>): Command {
  const as = call.http.as ?? ANSWER
  const set = Object.fromEntries(Object.entries(answers).map(([field, name]) => [field, `={$out.${as}.body.${name}}`]))
  const update: UpdateAction = { do: 'update', set }
  return setThen(call, [{ ...call.http, as }, ...(Object.keys(set).length === 0 ? [] : [update])])
}

/** The part of an answer a text names: `number`, `data.number`; undefined of anything else. */
export const answerName = (text: string): string | undefined =>
  /^[\p{L}_][\p{L}\d_]*(\.[\p{L}_][\p{L}\d_]*)*$/u.test(text.trim()) ? text.trim() : undefined

const HOST = /^https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9._~/-]*)?$/

/** An address as people type or paste it; undefined while it is none. */
export function addressOf(text: string): string | undefined {
  const typed = text.trim()
  const whole = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  const [, scheme = '', machine = '', rest = ''] = /^([a-z]+:\/\/)([^/]*)(.*)$/i.exec(whole) ?? []
  const address = `${scheme.toLowerCase()}${machine.toLowerCase()}${rest}`
  return HOST.test(address) ? address : undefined
}

/** How a connector says who it is; the secret goes by the connector's own name, so that nobody has to think one up. */
export function authOf({ key, auth }: HttpConnector, type: string): HttpConnector['auth'] | null {
  const secret = auth?.secret ?? key
  if (type === 'bearer') return { type, secret }
  if (type === 'basic') return { type, secret, user: auth?.user ?? 'formwork' }
  return type === 'header' ? { type, secret, header: auth?.header ?? 'X-Api-Key' } : null
}
