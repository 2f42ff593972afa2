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
} as const
