/** Texts for what is allowed in a definition but hardly meant. None of it stops a publish. */
export const adviceErrors = {
  branch_never_taken: {
    zh: '分支“{branch}”永远轮不到：前面的“{earlier}”已经包含了它的所有情况。请调整顺序或条件。',
    en: 'The branch “{branch}” is never taken: “{earlier}” before it covers all its cases. Change the order or the condition.',
  },
  condition_never_true: {
    zh: '这个条件不可能成立：它对“{field}”的要求互相矛盾。',
    en: 'This condition can never hold: what it asks of “{field}” contradicts itself.',
  },
  formula_always_fails: {
    zh: '“{part}”总是出错（{reason}）。',
    en: '“{part}” always fails ({reason}).',
  },
  field_hidden_from_all: {
    zh: '字段“{field}”对所有角色都隐藏，只有管理员看得到。',
    en: 'The field “{field}” is hidden from every role; only administrators see it.',
  },
  only_applicant_forbidden: {
    zh: '节点“{node}”只有申请人能处理，却不允许他审批自己的申请：没有人能处理。',
    en: 'Only the applicant could decide at “{node}”, and he may not decide on his own application: nobody is left.',
  },
  role_without_grants: {
    zh: '角色“{role}”还没有任何权限，拿到它的人什么也看不到。',
    en: 'The role “{role}” has no rights yet: whoever has it sees nothing.',
  },
  automations_feed_each_other: {
    zh: '自动化会互相触发：{chain}。请用条件限定其中一个。',
    en: 'These automations set each other off: {chain}. Limit one of them with a condition.',
  },
  never_used: {
    zh: '{kind}“{name}”没有用在任何地方。',
    en: 'The {kind} “{name}” is used nowhere.',
  },
  workflow_never_starts: {
    zh: '流程“{workflow}”没有开始的方式：请允许手动发起、设置开始事件，或在阶段审批、自动化中使用它。',
    en: 'Nothing starts the workflow “{workflow}”: let people start it, name an event, or use it in a stage’s approval or an automation.',
  },
  translation_missing: {
    zh: '缺少{language}。应用里其他名称大多有。',
    en: 'It has no {language}; most names of the app have.',
  },
  slow_rights: {
    zh: '数据范围要逐条查看“{list}”里的记录，数据多了会变慢。可以先用汇总字段算好，再按它限定。',
    en: 'Which records are meant depends on the list “{list}” of each: slow when there are many. A roll-up field that says it beforehand is quick.',
  },
  slow_cascade: {
    zh: '改动表单“{form}”的一条记录，会引起 {steps} 轮连锁重算。保存会变慢，可以减少一层层汇总的字段。',
    en: 'A change of a record of “{form}” leads to {steps} rounds of recalculation. Saving gets slow; fewer roll-ups of roll-ups help.',
  },
} as const
