/** Texts of the finder. */
export const finderTexts = {
  find: ['查找', 'Find'],
  hint: ['表单、字段、流程、自动化…', 'Forms, fields, workflows, automations …'],
  none: ['没有找到', 'Nothing found'],
} as const
