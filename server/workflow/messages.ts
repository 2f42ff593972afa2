import { isId } from '../ids.ts'
import { organisationLanguage } from '../notifications/readers.ts'
import { type NoticeText, notify } from '../notifications/store.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { ActionScope } from './action-values.ts'
import { dueOf, idsFrom } from './action-values.ts'
import { tell } from './effects.ts'
import { type About, aboutRecord, messageFor } from './message-text.ts'
import type { Running } from './running.ts'
import type { Step } from './step.ts'
import { inBoth, notices } from './texts.ts'

/** Tells people; `{field}` in the text is the record's value, cut to what each of them may see (M8). */
export async function sendNotice(running: Running): Promise<void> {
  const { step, action, scope, request, index } = running
  const { definition } = action
  if (definition.do !== 'notify') return
  const recipients = idsFrom(scope, action, 'to')
  await tellOutsiders(
    running,
    recipients.filter(recipient => !isId(recipient)),
  )
  const users = recipients.filter(user => step.directory.people.get(user)?.active === true)
  await tellSystems(running, users)
  const texts = new Map<string, string[]>()
  for (const user of users) {
    const text = JSON.stringify(await messageFor(step, scope, inBoth(definition.message, ''), user))
    texts.set(text, [...(texts.get(text) ?? []), user])
  }
  for (const [text, readers] of texts)
    await notify(step.records.platform, step.connection, {
      orgId: step.installation.orgId,
      users: readers,
      text: JSON.parse(text) as NoticeText,
      link: linkTo(step, scope),
      dedupeKey: `notify:${request.key}:${index}`,
      channels: definition.channels,
    })
}

/** `webhook` among the channels: the app's webhooks that listen to notices. */
async function tellSystems({ step, action, scope, request, index }: Running, users: readonly string[]): Promise<void> {
  const { definition } = action
  if (definition.do !== 'notify' || definition.channels?.includes('webhook') !== true) return
  const { records, connection, installation } = step
  const text = await messageFor(step, scope, inBoth(definition.message, ''), null)
  const record = { id: scope.values.id }
  await records.platform.webhooks.tell(records.platform, connection, {
    orgId: installation.orgId,
    appId: installation.id,
    event: 'notice',
    form: scope.form.key,
    key: `${request.key}:${index}`,
    document: { app: installation.key, form: scope.form.key, record, to: users, text },
  })
}

/**
 * What e-mail and phone fields hold (the compiler admits nothing else) is told by the channels the author named. Nobody's rights cut the text: its
 * author wrote it for outside, and whoever installs the app is told so.
 */
async function tellOutsiders(
  { step, action, scope, request, index }: Running,
  addresses: readonly string[],
): Promise<void> {
  const { definition } = action
  if (definition.do !== 'notify' || addresses.length === 0) return
  const { orgId, id: appId } = step.installation
  const language = await organisationLanguage(step.connection, orgId)
  const text = await messageFor(step, scope, inBoth(definition.message, ''), null)
  for (const to of addresses) {
    const channel = to.includes('@') ? 'email' : 'sms'
    if (definition.channels?.includes(channel) !== true) continue
    await enqueue(step.records.platform, step.connection, {
      orgId,
      appId,
      channel,
      lane: `${channel}:${appId}`,
      to,
      body: text[language],
      more: { language, outside: true },
      key: `notify:${request.key}:${index}:${to}`,
    })
  }
}

/** What a schedule without records tells leads nowhere. */
const linkTo = (step: Step, scope: ActionScope) =>
  scope.values.id === undefined
    ? null
    : { app: step.installation.key, form: scope.form.key, record: String(scope.values.id), ...taskOf(scope) }

const taskOf = ({ context }: ActionScope): { task?: string } => {
  const task = context.scopes?.$task as { id?: unknown } | undefined
  return typeof task?.id === 'string' ? { task: task.id } : {}
}

/** One task per person, its title filled in for him as in a notice; answers the id of the first. */
export async function createTodos({ step, action, scope }: Running): Promise<string | undefined> {
  const { definition } = action
  if (definition.do !== 'task') return undefined
  const due = dueOf(scope, action)
  let first: string | undefined
  for (const user of idsFrom(scope, action, 'to')) {
    if (step.directory.people.get(user)?.active !== true) continue
    const title = await messageFor(step, scope, inBoth(definition.title, ''), user)
    const id = await insertTodo(step, { about: scope, user, title, due })
    first ??= id
  }
  return first
}

interface Todo {
  readonly about: About
  readonly user: string
  readonly title: NoticeText
  /** ISO UTC */
  readonly due: string | null
}

/** Gives somebody a to-do on a record, and tells him. Answers its id. */
export async function insertTodo(step: Step, { about, user, title, due }: Todo): Promise<string> {
  const form = about.form.key
  const record = String(about.values.id)
  const { installation, connection, records, actor } = step
  const id = records.platform.newId()
  await connection.query(
    `insert into formwork.task (org_id, id, app_id, form_key, record_id, activation, kind, title, assignee_id, applicant_id, state, due_at, created_at, version, data)
     values ($1, $2, $3, $4, $5, 0, 'todo', $6, $7, $8, 'open', $9, $10, 1, $11)`,
    [
      ...[installation.orgId, id, installation.id, form, record, JSON.stringify(title), user, actor.userId, due],
      ...[step.now, JSON.stringify({ cause: actor.cause ?? null })],
    ],
  )
  await tell(step, [user], id, 'open')
  await notify(records.platform, connection, {
    orgId: installation.orgId,
    users: [user],
    text: aboutRecord(step, notices.todo(title), about, user),
    link: { app: installation.key, form, record, task: id },
    dedupeKey: `task:${id}`,
    kind: 'task',
  })
  return id
}
