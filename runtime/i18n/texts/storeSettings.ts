/** The settings of the store; loaded with them. */
export const storeSettingWords = {
  title: ['应用商店设置', 'App store settings'],
  lead: [
    '决定可以安装谁做的应用，信任哪些作者，用什么签名发出自己的应用。',
    'Whose apps may be installed, which authors are trusted, and what signs your own apps.',
  ],
  policy: ['可以安装谁做的应用', 'Whose apps may be installed'],
  'policy.anyone': ['任何人做的', 'Anyone’s'],
  'policy.anyoneHint': [
    '没有签名或作者陌生时，安装前会先提醒。',
    'An unknown author or a missing signature is said before anything is installed.',
  ],
  'policy.trusted': ['只限可信作者', 'Those of trusted authors only'],
  'policy.trustedHint': [
    '其他人的应用装不进来，除非管理员在安装时信任作者。',
    'Others are refused unless an administrator trusts the author while installing.',
  ],
  trusted: ['可信作者', 'Trusted authors'],
  'trusted.none': [
    '还没有。安装应用时可以勾选“信任这个作者”。',
    'None yet. Tick “Trust this author” while you install an app.',
  ],
  'trusted.since': ['{{day}} 起信任', 'Trusted since {{day}}'],
  'trusted.remove': ['不再信任', 'Stop trusting'],
  'trusted.ask': ['不再信任“{{name}}”？', 'Stop trusting “{{name}}”?'],
  'trusted.askText': [
    '已安装的应用照常使用；以后安装或升级时会重新提醒。',
    'Installed apps go on working; further installations and upgrades ask again.',
  ],
  key: ['本公司的签名', 'The company’s signature'],
  'key.hint': [
    '发出的应用文件都带这个签名。把指纹告诉对方，对方就能确认文件是您发的。',
    'App files you hand out carry it. Tell others the fingerprint, and they can be sure a file is yours.',
  ],
  'key.none': ['第一次导出或发布应用时自动生成。', 'It is made by itself when an app is first exported or published.'],
  'key.inUse': ['正在使用，{{day}} 生成', 'In use, made on {{day}}'],
  'key.former': [
    '{{from}} 至 {{to}} 使用；当时签名的文件仍然有效',
    'Used from {{from}} to {{to}}; what it signed stays valid',
  ],
  'key.new': ['换新签名', 'Make a new one'],
  'key.ask': ['换一个新的签名？', 'Make a new signature?'],
  'key.askText': [
    '以前发出的文件仍然有效。信任您的公司会看到签名人变了，需要再确认一次，请把新指纹告诉他们。',
    'Files you sent stay valid. Those who trust you will be asked once more: tell them the new fingerprint.',
  ],
  'key.made': ['新的签名已启用', 'The new signature is in use'],
} as const
