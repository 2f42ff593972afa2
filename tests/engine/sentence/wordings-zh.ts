import type { Said } from '../../../engine/sentence/index.ts'

type Row = readonly [text: string, said: Partial<Said>]

const created = (form: string) => ({ event: 'created', form }) as const
const touch = { event: 'updated' as const, form: 'lead', fields: ['first_touch'] }
const tell = (to: string, zh: string) => ({ do: 'notify', to, message: { zh } }) as const
const _say = (to: string, en: string) => ({ do: 'notify', to, message: { en } }) as const
const notice = (to: string, zh: string, en: string) => ({ do: 'notify', to, message: { zh, en } }) as const
const silence = {
  on: [created('follow_up')],
  unless: [created('follow_up')],
  same: [['{customer}', '{customer}']],
} as Pick<Said, 'on' | 'unless' | 'same'>

/** What people write, and the automation it stands for. */
export const chinese: readonly Row[] = [
  [
    '当客户72小时内没有新的跟进, 通知负责人和直属主管',
    {
      ...silence,
      within: '72h',
      then: [
        notice(
          '[{customer.owner}, MANAGER({customer.owner})]',
          '{customer}：72 小时内没有新的跟进',
          '{customer}: no new follow-up within 72 hours',
        ),
      ],
    },
  ],
  [
    '客户超过3天没有跟进，提醒负责人：“该跟进了”',
    { ...silence, within: '3d', then: [tell('{customer.owner}', '该跟进了')] },
  ],
  [
    '当客户一周内没有回访，提醒顾问：“请回访”',
    { ...silence, within: '7d', then: [tell('{customer.advisor}', '请回访')] },
  ],
  ['当客户两周未跟进，通知销售总监：“静默”', { ...silence, within: '14d', then: [tell('ROLE("director")', '静默')] }],
  [
    '当客户3个工作日内没有拜访，把健康改为红灯',
    { ...silence, within: '3wd', then: [{ do: 'update', target: '{customer}', set: { health: 'red' } }] },
  ],
  ['新建线索时，按线索轮转分配', { on: [created('lead')], then: [{ do: 'assign', policy: 'rotation' }] }],
  ['每当有新的线索，通知所有销售：“来线索了”', { on: [created('lead')], then: [tell('ROLE("seller")', '来线索了')] }],
  [
    '当新建合同，如果金额超过100万，通知销售总监：“大单”',
    { on: [created('contract')], where: '{amount} > 1000000', then: [tell('ROLE("director")', '大单')] },
  ],
  [
    '新建合同时，若金额不低于50万元，发起合同审批',
    { on: [created('contract')], where: '{amount} >= 500000', then: [{ do: 'start', workflow: 'approval' }] },
  ],
  [
    '当新建合同且折扣大于15%，锁定记录',
    { on: [created('contract')], where: '{discount} > 0.15', then: [{ do: 'lock' }] },
  ],
  [
    '当新建合同，如果金额大于设置“大单标准”，通知财务：“大单”',
    { on: [created('contract')], where: '{amount} > {$settings.big}', then: [tell('ROLE("finance")', '大单')] },
  ],
  [
    '当客户的评级变为A+，给负责人安排待办“送支持资料”，3天内完成',
    {
      on: [{ event: 'updated', form: 'customer', fields: ['rating'], to: 'a_plus' }],
      then: [{ do: 'task', to: '{owner}', title: { zh: '送支持资料' }, due: '3d' }],
    },
  ],
  [
    '当客户评级降为C，给直属主管安排待办“介入”，48小时内完成',
    {
      on: [{ event: 'updated', form: 'customer', fields: ['rating'], to: 'c' }],
      then: [{ do: 'task', to: 'MANAGER({owner})', title: { zh: '介入' }, due: '48h' }],
    },
  ],
  [
    '客户的健康从绿灯变为黄灯或红灯时，通知负责人：“亮灯”',
    {
      on: [{ event: 'updated', form: 'customer', fields: ['health'], from: 'green', to: ['yellow', 'red'] }],
      then: [tell('{owner}', '亮灯')],
    },
  ],
  [
    '当线索的负责人改变，通知负责人：“转给您了”',
    { on: [{ event: 'updated', form: 'lead', fields: ['owner'] }], then: [tell('{owner}', '转给您了')] },
  ],
  [
    '线索等级变为A或B时，通知负责人：“好线索”',
    { on: [{ event: 'updated', form: 'lead', fields: ['grade'], to: ['a', 'b'] }], then: [tell('{owner}', '好线索')] },
  ],
  [
    '当新建线索，且2小时内没有填写首次联系时间，提醒负责人：“快联系”',
    { on: [created('lead')], within: '2h', unless: [touch], then: [tell('{owner}', '快联系')] },
  ],
  [
    '新建线索后4小时内未填写首次联系时间，按线索轮转分配给负责人以外的人',
    {
      on: [created('lead')],
      within: '4h',
      unless: [touch],
      then: [{ do: 'assign', policy: 'rotation', except: '{owner}' }],
    },
  ],
  [
    '当新建线索或线索的负责人改变，且半小时内首次联系时间没有变化，通知主管的主管：“没人管”',
    {
      on: [created('lead'), { event: 'updated', form: 'lead', fields: ['owner'] }],
      within: '30min',
      unless: [touch],
      then: [tell('MANAGER({owner}, 2)', '没人管')],
    },
  ],
  [
    '当新建线索，且设置“首次联系时限”内没有填写首次联系时间，如果等级是A，按线索轮转放入公共池',
    {
      on: [created('lead')],
      within: '={$settings.patience}',
      unless: [touch],
      where: '{grade} = "a"',
      then: [{ do: 'assign', policy: 'rotation', release: true }],
    },
  ],
  [
    '当新建跟进，且48小时内已确认没有变为是，通知销售总监：“没有确认”',
    {
      on: [created('follow_up')],
      within: '48h',
      unless: [{ event: 'updated', form: 'follow_up', fields: ['confirmed'], to: true }],
      then: [tell('ROLE("director")', '没有确认')],
    },
  ],
  [
    '当合同进入已签署，且1个月内没有任何修改，通知负责人：“没动过”',
    {
      on: [{ event: 'stage_entered', form: 'contract', stage: 'signed' }],
      within: '1mo',
      unless: [{ event: 'updated', form: 'contract' }],
      then: [tell('{owner}', '没动过')],
    },
  ],
  [
    '当线索进入新线索，且1天内没有进入已联系，推进到无效',
    {
      on: [{ event: 'stage_entered', form: 'lead', stage: 'fresh' }],
      within: '1d',
      unless: [{ event: 'stage_entered', form: 'lead', stage: 'contacted' }],
      then: [{ do: 'move', to: 'lost' }],
    },
  ],
  [
    '当合同进入已签署阶段，通知财务：“请开票”，然后把已付款改为否',
    {
      on: [{ event: 'stage_entered', form: 'contract', stage: 'signed' }],
      then: [tell('ROLE("finance")', '请开票'), { do: 'update', set: { paid: false } }],
    },
  ],
  [
    '当线索离开新线索，解锁记录',
    { on: [{ event: 'stage_left', form: 'lead', stage: 'fresh' }], then: [{ do: 'unlock' }] },
  ],
  [
    '当合同的合同审批结束，推进到已签署',
    {
      on: [{ event: 'workflow_finished', form: 'contract', workflow: 'approval' }],
      then: [{ do: 'move', to: 'signed' }],
    },
  ],
  [
    '当删除合同，通知财务和销售总监：“合同没了”',
    { on: [{ event: 'deleted', form: 'contract' }], then: [tell('[ROLE("finance"), ROLE("director")]', '合同没了')] },
  ],
  [
    '当合同被修改，通知创建人：“有改动”',
    { on: [{ event: 'updated', form: 'contract' }], then: [tell('{created_by}', '有改动')] },
  ],
  [
    '当合同的到期日期前30天，提醒负责人：“快到期”',
    { on: [{ date: '{ends_on}', form: 'contract', offset: '-30d' }], then: [tell('{owner}', '快到期')] },
  ],
  [
    '合同到期前7天的9:00，提醒负责人：“快到期”',
    { on: [{ date: '{ends_on}', form: 'contract', offset: '-7d', at: '09:00' }], then: [tell('{owner}', '快到期')] },
  ],
  [
    '距离合同到期日期还有3天，用短信和企业微信通知负责人：“快到期”',
    {
      on: [{ date: '{ends_on}', form: 'contract', offset: '-3d' }],
      then: [{ do: 'notify', to: '{owner}', message: { zh: '快到期' }, channels: ['sms', 'wecom'] }],
    },
  ],
  [
    '当合同的到期日期后30天，如果已付款不为是，通知部门负责人：“逾期”',
    {
      on: [{ date: '{ends_on}', form: 'contract', offset: '30d' }],
      where: '{paid} <> TRUE',
      then: [tell('HEAD({owner.department})', '逾期')],
    },
  ],
  [
    '到了跟进的下次日期，给负责人安排待办“跟进客户”，截止下次日期',
    {
      on: [{ date: '{next_on}', form: 'follow_up' }],
      then: [{ do: 'task', to: '{owner}', title: { zh: '跟进客户' }, due: '={next_on}' }],
    },
  ],
  [
    '当客户的未联系天数超过7，通知负责人：“久未联系”',
    { on: [{ becomes: '{silent_days} > 7', form: 'customer' }], then: [tell('{owner}', '久未联系')] },
  ],
  [
    '当客户未联系天数大于30并且大客户为是，通知主管：“大客户”',
    {
      on: [{ becomes: 'AND({silent_days} > 30, {key_account} = TRUE)', form: 'customer' }],
      then: [tell('MANAGER({owner})', '大客户')],
    },
  ],
  [
    '每天9:00，对每个合同（已付款不为是），提醒负责人：“催款”',
    {
      on: [{ schedule: '0 9 * * *', for: { form: 'contract', where: '{paid} <> TRUE' } }],
      then: [tell('{owner}', '催款')],
    },
  ],
  [
    '每周一早上8:30，对每个客户，提醒负责人：“周会”',
    { on: [{ schedule: '30 8 * * 1', for: { form: 'customer' } }], then: [tell('{owner}', '周会')] },
  ],
  ['每月1号9点，通知所有销售：“填报”', { on: [{ schedule: '0 9 1 * *' }], then: [tell('ROLE("seller")', '填报')] }],
  [
    '工作日18:00，对每个线索，若等级是A则提醒负责人：“别忘了”',
    {
      on: [{ schedule: '0 18 * * 1-5', for: { form: 'lead' } }],
      then: [{ ...tell('{owner}', '别忘了'), when: '{grade} = "a"' }],
    },
  ],
  [
    '在合同上点击“作废”，锁定金额和折扣',
    {
      on: [{ button: { form: 'contract', label: { zh: '作废' } } }],
      then: [{ do: 'lock', fields: ['amount', 'discount'] }],
    },
  ],
  [
    '当新建跟进，新建一条跟进，其中标题为“再跟进”、客户为客户、下次日期为今天',
    {
      on: [created('follow_up')],
      then: [
        { do: 'create', form: 'follow_up', set: { title: '再跟进', customer: '={customer}', next_on: '=TODAY()' } },
      ],
    },
  ],
  [
    '当新建客户，新建跟进，其中客户为本记录',
    { on: [created('customer')], then: [{ do: 'create', form: 'follow_up', set: { customer: '={$record}' } }] },
  ],
  [
    '当新建合同（已付款为是），把客户的大客户改为是',
    {
      on: [{ ...created('contract'), where: '{paid} = TRUE' }],
      then: [{ do: 'update', target: '{customer}', set: { key_account: true } }],
    },
  ],
  [
    '当新建合同，如果客户的评级是A或A+，通知客户的顾问：“好客户”',
    {
      on: [created('contract')],
      where: 'OR({customer.rating} = "a", {customer.rating} = "a_plus")',
      then: [tell('{customer.advisor}', '好客户')],
    },
  ],
  [
    '当新建线索，如果来源为空或者等级不是A，通知负责人：“补全”',
    { on: [created('lead')], where: 'OR(ISEMPTY({source}), {grade} <> "a")', then: [tell('{owner}', '补全')] },
  ],
  [
    '当新建线索，如果来源是“展会”且负责人担任销售，通知负责人的上级：“展会线索”',
    {
      on: [created('lead')],
      where: 'AND({source} = "展会", HASROLE({owner}, "seller"))',
      then: [tell('MANAGER({owner})', '展会线索')],
    },
  ],
  [
    '当新建合同，如果「{amount} * {discount} > 100」，通知「IFEMPTY({owner}, {created_by})」：“算一下”',
    {
      on: [created('contract')],
      where: '{amount} * {discount} > 100',
      then: [tell('IFEMPTY({owner}, {created_by})', '算一下')],
    },
  ],
  [
    '当合同的到期日期已过，通知负责人：“过期了”',
    { on: [{ becomes: '{ends_on} < TODAY()', form: 'contract' }], then: [tell('{owner}', '过期了')] },
  ],
  [
    '当修改合同的金额或折扣，发起合同审批（与保存一起执行）',
    {
      on: [{ event: 'updated', form: 'contract', fields: ['amount', 'discount'] }],
      then: [{ do: 'start', workflow: 'approval' }],
      with: 'save',
    },
  ],
  [
    '当新建线索，且4个工作小时内没有填写首次联系时间，提醒负责人：“快”（按“标准日历”计时）',
    { on: [created('lead')], within: '4wh', unless: [touch], then: [tell('{owner}', '快')], calendar: 'standard' },
  ],
  [
    '当每次新建跟进，且1天内同一客户没有新建合同，提醒负责人：“没成”',
    {
      on: [created('follow_up')],
      within: '1d',
      unless: [created('contract')],
      same: [['{customer}', '{customer}']],
      per: 'each',
      then: [tell('{owner}', '没成')],
    },
  ],
]
