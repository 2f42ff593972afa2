import type { Word } from '../../schemas/words/word.ts'

/** What a group of properties is for, with an example, beside its heading. */
export const groupHelp = {
  startHow: [
    '谁、在什么时候能发起这个流程：人点按钮发起，或者记录一变化就自动发起。比如：销售在客户页上点“发起授信审批”。',
    'Who starts it and when: people by a button, or a change of the record by itself. A seller presses “Start credit approval” on a customer.',
  ],
  next: [
    '这一步有结果以后走到哪里。驳回、超时可以各走各的路。比如：通过去财务，驳回退给发起人。',
    'Where it goes with each outcome; rejected and timed out may have ways of their own. Approved goes to finance, rejected back to the applicant.',
  ],
  branches: [
    '几条路按顺序看条件，最后一条是“其他情况”。比如：50 万以上找总监，其他直接通过。',
    'Ways with conditions, in order; the last takes all others. Above 500,000 the director decides, everything else passes.',
  ],
  condition: [
    '记录符合条件才走这条路，用表单里的字段来写。比如：授信额度大于 50 万。',
    'The record goes this way while it holds, in the words of the form: credit above 500,000.',
  ],
  deadline: [
    '多久没处理就做什么：提醒、转交、自动通过，可以写几步。比如：24 小时提醒，48 小时转给主管。',
    'What happens when nobody acts in time: a reminder, somebody else, a decision; in several steps. Remind after 24 hours, hand on after 48.',
  ],
  fields: [
    '处理这一步的人能看、能改哪些字段。没有单独设置的按第一行。比如：法务只能填“法务意见”。',
    'What whoever has this step sees and changes; the first line holds for the rest. Legal fills in its opinion only.',
  ],
  do: [
    '从上到下一件一件自动做。比如：先把“已审批”改成是，再通知负责人。',
    'Done by itself, one after the other: set “Approved” to yes, then tell the owner.',
  ],
  gate: [
    '离开这个阶段前必须做好的事，还差什么会写在记录页上。比如：上传客户签字的扫描件。',
    'What must be done before the stage is left; the record says what is missing: the scan the customer signed.',
  ],
  time: [
    '在这个阶段停太久时提醒谁、做什么。比如：停 7 天提醒负责人，14 天通知主管。',
    'Whom to tell when a record stands here too long: the owner after 7 days, the manager after 14.',
  ],
  appliesWhen: [
    '只有符合条件的记录才走这个阶段，其他的直接到下一个。比如：50 万以上才有“技术方案”。',
    'Only records that fit have this stage, the others go on to the next: “Proposal” above 500,000.',
  ],
  rights: [
    '每张表单一行：能做什么，能看到哪些记录，哪些字段看不到或改不了。比如：销售能改自己的客户，看不到底价。',
    'A form a line: what may be done, with which records, and which fields are hidden or fixed. Sellers change their own customers and see no floor price.',
  ],
  views: [
    '这个角色在左边菜单里能打开哪些视图。看到的记录还是按上面的权限。比如：销售打开“我的客户”。',
    'Which views the role opens from the menu; the records in them go by the rights above. Sellers open “My customers”.',
  ],
  workflows: [
    '这个角色能手动发起哪些流程。比如：销售能发起“合同审批”。',
    'Which workflows the role may start: sellers start “Contract approval”.',
  ],
  who: [
    '哪些角色能打开这个仪表盘。每个人看到的数字只算他能看到的记录。比如：总监和区域经理。',
    'Which roles open it; each person’s numbers count the records he may see. The director and the managers, say.',
  ],
  widgets: [
    '点一下加一个数字或图，点它改统计什么、按什么分、只算哪些。比如：按月统计到账金额。',
    'Press to add a number or chart; press it to say what is counted, by what, and which records. Money received per month.',
  ],
} as const satisfies Readonly<Record<string, Word>>

export type GroupHelp = keyof typeof groupHelp
