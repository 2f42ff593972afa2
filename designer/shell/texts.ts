/** Texts of what two authors changed differently. */
export const conflictTexts = {
  title: ['{{n}} 处改动和对方冲突', '{{n}} changes meet those of somebody else'],
  hint: ['其余改动已经合并。选好以后继续自动保存。', 'Everything else is merged. Saving goes on once you have chosen.'],
  ours: ['我的', 'Mine'],
  theirs: ['对方的', 'Theirs'],
  keepOurs: ['用我的', 'Keep mine'],
  keepTheirs: ['用对方的', 'Take theirs'],
} as const

/** Texts of the finder. */
export const finderTexts = {
  find: ['查找', 'Find'],
  hint: ['表单、字段、流程、自动化…', 'Forms, fields, workflows, automations …'],
  none: ['没有找到', 'Nothing found'],
} as const
