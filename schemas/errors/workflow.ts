/** Texts for what can be wrong with an act on a task, a workflow or an automation. */
export const workflowErrors = {
  self_approval: {
    zh: '申请人不能审批自己的申请。',
    en: 'The applicant cannot decide on his own application.',
  },
  return_target_unknown: {
    zh: '不能退回到“{node}”：流程没有经过它。',
    en: 'It cannot be returned to “{node}”: the workflow has not passed there.',
  },
  return_too_often: { zh: '最多退回 {limit} 次。', en: 'It can be returned {limit} times at most.' },
  user_unknown: { zh: '请选择一位在职人员。', en: 'Choose somebody who is active.' },
  already_taking_part: { zh: '此人已经在处理这一步。', en: 'This person takes part in this step already.' },
  signer_kind_unknown: {
    zh: '此节点不允许这种加签（{kind}）。',
    en: 'Signers cannot be added this way here ({kind}).',
  },
  too_many_signers: { zh: '最多加签 {limit} 人。', en: '{limit} signers can be added at most.' },
  urged_recently: {
    zh: '{minutes} 分钟内只能催办一次。',
    en: 'It can be urged once in {minutes} minutes.',
  },
  workflow_not_startable: {
    zh: '现在不能发起“{workflow}”：不满足发起条件。',
    en: '“{workflow}” cannot be started now: its condition does not hold.',
  },
  join_incomplete: {
    zh: '节点“{node}”没有等到所有分支就继续了：其余分支没有走到。',
    en: 'The node “{node}” went on without all its branches: the others were not taken.',
  },
  join_circle: {
    zh: '汇合节点互相等待，“{node}”先继续。',
    en: 'Joins wait for each other; “{node}” goes on first.',
  },
  subprocess_too_deep: {
    zh: '节点“{node}”的子流程嵌套超过 10 层，已停止。',
    en: 'The subprocess “{node}” lies more than 10 levels deep and was stopped.',
  },
  subprocess_not_started: {
    zh: '节点“{node}”的子流程没能开始：记录不存在、条件不满足，或它正在运行。',
    en: 'The subprocess “{node}” could not be started: the record is gone, its condition does not hold, or it runs already.',
  },
  too_many_rows: {
    zh: '节点“{node}”要处理的行超过 1,000 行。',
    en: 'The node “{node}” has more than 1,000 rows to go through.',
  },
  too_many_people: {
    zh: '节点“{node}”的处理人超过 1,000 人，只取前 1,000 人。',
    en: 'The node “{node}” has more than 1,000 people; the first 1,000 were taken.',
  },
  urged_too_often: { zh: '最多催办 {limit} 次。', en: 'It can be urged {limit} times at most.' },
  signer_unknown: {
    zh: '只能减去您加的、还没有处理的人。',
    en: 'Only signers you added who have not decided can be taken out.',
  },
  too_many_copies: { zh: '一次最多抄送 {limit} 人。', en: 'Copies go to {limit} people at once at most.' },
  period_order: { zh: '结束日期不能早于开始日期。', en: 'The last day is before the first.' },
  choice_required: { zh: '请选择处理人。', en: 'Choose who is to act.' },
  choice_not_possible: {
    zh: '所选的人不在候选人之内，或超过 {limit} 人。',
    en: 'Somebody chosen is not a candidate, or there are more than {limit}.',
  },
  workflow_ended: { zh: '“{workflow}”已经结束。', en: '“{workflow}” is over.' },
  workflow_step_gone: {
    zh: '新版本里没有步骤“{node}”，或它变成了另一种步骤；这个流程按原版本走完。',
    en: 'The new version has no step “{node}”, or it is of another kind; this workflow goes on by its own version.',
  },
  too_many_steps: {
    zh: '流程在节点“{node}”自动执行步骤过多，已停止。',
    en: 'The workflow stopped at the node “{node}”: too many automatic steps.',
  },
  chain_too_deep: {
    zh: '自动化互相触发超过 {limit} 层，已停止：{chain}',
    en: 'Automations set each other off more than {limit} levels deep and were stopped: {chain}',
  },
  action_failed: {
    zh: '自动化“{automation}”执行失败：{reason}',
    en: 'The automation “{automation}” failed: {reason}',
  },
  action_target_missing: {
    zh: '要处理的记录不存在（第 {index} 个动作）。',
    en: 'The record to act on does not exist (action {index}).',
  },
  nobody_to_assign: {
    zh: '“{policy}”找不到可以接手的人：这条{form}没有负责人，请人工分配。',
    en: '“{policy}” found nobody to take over: this {form} has no owner; please hand it out yourself.',
  },
  not_claimable: { zh: '“{form}”没有可以认领的规则。', en: '“{form}” cannot be claimed.' },
  claimed_already: { zh: '{by} 已先一步认领。', en: '{by} was first.' },
  held_by_other: {
    zh: '同一客户已有未结记录由 {by} 负责，不能再分给别人。',
    en: '{by} has an open record of the same one; it cannot go to somebody else.',
  },
  claim_limit: { zh: '已达到认领上限：{limit}', en: 'You cannot claim more: {limit}' },
  approval_running: {
    zh: '“{workflow}”正在审批，通过后才能继续。',
    en: '“{workflow}” is being approved; it goes on when that is done.',
  },
  automation_too_often: {
    zh: '同一条记录在 {per} 内已运行 {runs} 次，先停下来：多半是它自己又触发了自己。',
    en: 'It has run {runs} times for this record within {per}, so it stops: most likely it sets itself off.',
  },
  run_not_failed: { zh: '只有失败的运行可以重跑。', en: 'Only a run that failed can be run again.' },
  each_too_many: {
    zh: '“逐个”最多处理 {limit} 项，这里有 {count} 项。',
    en: '“each” goes through {limit} items at most; there are {count}.',
  },
  scenario_too_long: {
    zh: '场景走到 {at} 时已触发两万次定时，多半有一条规则在不断重复。',
    en: 'By {at} twenty thousand timers had fired in this scenario: something repeats without end.',
  },
  scenario_refused: {
    zh: '被拒绝（{code}）：{reason}',
    en: 'It was refused ({code}): {reason}',
  },
  scenario_not_refused: {
    zh: '本应被拒绝（{code}），却通过了。',
    en: 'It should have been refused ({code}), and was not.',
  },
  scenario_condition_fails: {
    zh: '“{record}”不满足：{condition}',
    en: '“{record}” does not satisfy: {condition}',
  },
  scenario_notices: {
    zh: '“{person}”应收到 {wanted} 条通知，实际 {found} 条：{list}',
    en: '“{person}” should have got {wanted} notices, and got {found}: {list}',
  },
  scenario_tasks: {
    zh: '“{person}”应有 {wanted} 个待办，实际 {found} 个：{list}',
    en: '“{person}” should have {wanted} open tasks, and has {found}: {list}',
  },
} as const
