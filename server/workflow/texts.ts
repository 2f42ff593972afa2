import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import { APPLICANT } from '../../engine/workflow/state.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import type { NoticeText } from '../notifications/store.ts'

const both = (zh: string, en: string): NoticeText => ({ zh, en })

/** What an act or an outcome is called. */
const acts: Readonly<Record<string, NoticeText>> = {
  approve: both('同意', 'approved'),
  approved: both('同意', 'approved'),
  reject: both('拒绝', 'rejected'),
  rejected: both('拒绝', 'rejected'),
  submit: both('提交', 'submitted'),
  submitted: both('提交', 'submitted'),
  return: both('退回', 'returned'),
  transfer: both('转交', 'transferred'),
  'add-signer': both('加签', 'added a signer'),
  delegate: both('委派', 'asked for an opinion'),
  'hand-back': both('回复', 'handed it back'),
  'remove-signer': both('减签', 'took a signer out'),
  cc: both('抄送', 'copied it'),
  reopen: both('重新激活', 'took it up again'),
  join: both('其他分支已满足', 'other branches were enough'),
  event: both('因事件停止', 'stopped by an event'),
  skip: both('自动跳过', 'was skipped'),
  withdraw: both('撤回', 'withdrew'),
  urge: both('催办', 'urged'),
  close: both('关闭', 'closed'),
  timeout: both('超时关闭', 'closed as overdue'),
  done: both('完成', 'done'),
  end: both('流程结束', 'the workflow ended'),
  void: both('因数据变更作废', 'void because data changed'),
  cancel: both('取消', 'cancelled'),
}

export const actText = (act: string): NoticeText => acts[act] ?? both(act, act)

/** A label in both languages; the one it lacks is the other. */
export const inBoth = (label: Label | undefined, otherwise: string): NoticeText => ({
  zh: label?.zh ?? label?.en ?? otherwise,
  en: label?.en ?? label?.zh ?? otherwise,
})

/** Title of a task: the workflow and the step. */
export const taskTitle = (workflow: NoticeText, node: NoticeText): NoticeText =>
  both(`${workflow.zh}：${node.zh}`, `${workflow.en}: ${node.en}`)

const amendment: NoticeText = both('修改后重新提交', 'Amend and submit again')

/** A step's label; an amendment the applicant is asked for has its own. */
export const stepLabel = (workflow: CompiledWorkflow | undefined, key: string): NoticeText =>
  key === APPLICANT ? amendment : inBoth(workflow?.nodes.get(key)?.definition.label, key)

type Notice = (title: NoticeText) => NoticeText

export const notices: Readonly<
  Record<'task' | 'cc' | 'task_urged' | 'task_returned' | 'transferred' | 'todo', Notice>
> = {
  task: title => both(`待您处理：${title.zh}`, `For you to handle: ${title.en}`),
  cc: title => both(`抄送给您：${title.zh}`, `Copied to you: ${title.en}`),
  task_urged: title => both(`催办：${title.zh}`, `Please hurry: ${title.en}`),
  task_returned: title => both(`已退回给您：${title.zh}`, `Returned to you: ${title.en}`),
  transferred: title => both(`转交给您：${title.zh}`, `Handed over to you: ${title.en}`),
  todo: title => both(`新待办：${title.zh}`, `New task: ${title.en}`),
}

/** Title of the task that stands for a run the app could not finish. */
export const handedOver = (name: NoticeText, why: NoticeText): NoticeText =>
  both(`“${name.zh}”没有完成，请处理：${why.zh}`, `“${name.en}” could not finish, please see to it: ${why.en}`)

const outcomes: Readonly<Record<string, NoticeText>> = {
  approved: both('已通过', 'was approved'),
  rejected: both('未通过', 'was rejected'),
  done: both('已完成', 'is done'),
  cancelled: both('已取消', 'was cancelled'),
}

export const outcomeNotice = (workflow: NoticeText, outcome: string): NoticeText => {
  const text = outcomes[outcome] ?? both(outcome, outcome)
  return both(`${workflow.zh}${text.zh}`, `${workflow.en} ${text.en}`)
}
