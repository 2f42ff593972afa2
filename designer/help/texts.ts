/** Texts around the help. */
export const helpTexts = {
  of: ['{{name}}：说明', 'Help: {{name}}'],
  example: ['例如：', 'For example: '],
} as const
