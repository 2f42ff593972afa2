/** Texts of looking at a template before it is installed. */
export const demoWords = {
  'demo.look': ['看一看', 'Take a look'],
  'demo.of': ['演示：{{name}}', 'Demo: {{name}}'],
  'demo.ofDraft': ['草稿预览：{{name}}', 'Draft: {{name}}'],
  'demo.as': ['以谁的身份看', 'Seen as'],
  'demo.role': ['身份：{{role}}', 'As {{role}}'],
  'demo.administrator': ['管理员', 'Administrator'],
  'demo.readOnly': ['只看不存', 'Nothing is saved'],
  'demo.noSamples': ['示例数据太多，演示里没有放', 'Without sample data: there is too much of it'],
  'demo.install': ['去安装', 'Install'],
  'demo.leave': ['退出演示', 'Leave the demo'],
  'demo.making': ['正在准备演示', 'Getting the demo ready'],
  'demo.makingHint': [
    '放上表单、示例数据和几位示例同事，几秒钟就好。您自己的数据不会动。',
    'Forms, sample data and a few made-up colleagues: a few seconds. Your own data is not touched.',
  ],
  'demo.ended': ['演示已经结束', 'The demo has ended'],
  'demo.endedHint': [
    '演示只保留一天，只给管理员看。可以从应用商店再打开一次。',
    'A demo is kept for a day and is for administrators only. You can open it again from the store.',
  ],
  'demo.store': ['回到应用商店', 'Back to the store'],
} as const
