/** What an app uses outside and is not connected yet; loaded with the store and the app's settings. */
export const connectingWords = {
  'connecting.title': ['还没有连接', 'Still to connect'],
  'connecting.lead': [
    '应用现在就能用；连接好之后，下面这些也会送到。',
    'The app works already; once these are connected, they arrive too.',
  ],
  'connecting.go': ['还有 {{n}} 项没有连接，去看看', '{{n}} things to connect'],
  'connecting.set': ['去连接', 'Connect'],
  'connecting.users': ['用在：{{names}}', 'Used by: {{names}}'],
  'connecting.channel': ['{{name}}还没有连接', '{{name}} is not connected'],
  'connecting.email': ['邮件', 'E-mail'],
  'connecting.sms': ['短信', 'SMS'],
  'connecting.wecom': ['企业微信', 'WeCom'],
  'connecting.dingtalk': ['钉钉', 'DingTalk'],
  'connecting.feishu': ['飞书', 'Feishu'],
  'connecting.host': ['还没有允许访问 {{name}}', '{{name}} may not be called yet'],
  'connecting.secret': ['还没有填写密钥 {{name}}', 'The secret {{name}} is not entered'],
  'connecting.hook': ['还没有给外部系统接入地址（{{name}}）', 'The other system has no address to call yet ({{name}})'],
  'connecting.webhook': ['还没有设置接收通知的系统地址', 'No system is set to receive its notices'],
  'connecting.inside': ['待办和通知现在只显示在页面里', 'Tasks and notices are shown in the pages only'],
  'connecting.insideHint': [
    '连接企业微信、钉钉、飞书、邮件或短信，大家在手机上就能收到。',
    'Connect WeCom, DingTalk, Feishu, e-mail or SMS, and people get them on their phones.',
  ],
} as const
