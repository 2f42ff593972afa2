import type { Word } from './word.ts'

/**
 * What a property does, with an example, for those whose name does not say it all: `name`, or `primitive.name` where it means something else there. The words of
 * the properties themselves stand in `properties.ts`.
 */
export const propertyHelp: Readonly<Record<string, Word>> = {
  aggregate: [
    '把关联的多条记录合成一个数。比如：客户的“合同总额”是它所有合同金额的合计。',
    'Makes one number of many linked records: a customer’s “Contracts” is the sum of all of them.',
  ],
  anyOf: ['这几项里填一项就行。比如：手机和微信至少留一个。', 'One of these is enough: a mobile number or WeChat.'],
  appliesWhen: [
    '只有符合条件的记录才走这个阶段。比如：超过 50 万的商机才有“技术方案”。',
    'Only records that fit have this stage: deals above 500,000 have “Technical proposal”.',
  ],
  bucket: [
    '把日期按月、按周归到一起再数。比如：每月到账金额。',
    'Puts dates of a month or week together: money received per month.',
  ],
  calendar: [
    '时限按哪个工作日历算，放假不计时。比如：周五下午开始的 24 小时，周一下午才到。',
    'By which working calendar time counts: 24 hours from Friday afternoon end on Monday.',
  ],
  catchUp: [
    '系统停过一阵，错过的要不要补做。比如：每日提醒不补，月底结算要补。',
    'Whether what was missed while the system stood still is done later: a daily reminder is not, the month’s closing is.',
  ],
  claim: [
    '没有主人的记录，谁可以拿走。比如：公共池里的客户，销售可以自己领。',
    'Who may take a record that is nobody’s: sellers claim customers from the pool.',
  ],
  deadline: [
    '多久之内要处理完，到时提醒谁、上报给谁。比如：24 小时没批提醒本人，48 小时上报总监。',
    'How long it may take, and who hears of it: a reminder after 24 hours, the director after 48.',
  ],
  default: [
    '新建时先填好的值，还可以改。比如：跟进日期默认今天。',
    'What stands there when a record is new; it can be changed: the visit’s date is today.',
  ],
  each: [
    '一条记录里有几行明细，就各走一份。比如：每个产品行各发一个报价任务。',
    'Once for each line of the record: a quote task for every product.',
  ],
  empty: [
    '这一步找不到人的时候怎么办。比如：没有直属主管就交给管理员，不要卡住。',
    'What to do when nobody is found: without a manager it goes to the administrator and does not stand still.',
  ],
  enter: [
    '进入这个阶段前必须满足。比如：进“合同”前客户要有开票信息。',
    'What must hold before the stage: invoice data before “Contract”.',
  ],
  gate: [
    '离开这个阶段前必须做好的事，还差什么会写在页面上。比如：要有客户签字的扫描件。',
    'What must be done before the stage is left; the page says what is missing: the scan the customer signed.',
  ],
  frozenWhen: [
    '符合条件以后，这个数就不再变。比如：合同签了，返点比例按当时的算。',
    'From then on the value stays: once signed, the rebate rate is that of the day.',
  ],
  hide: [
    '符合条件时不显示这个字段。比如：不是“丢单”就不问丢单原因。',
    'Not shown while it holds: no reason is asked unless a deal is lost.',
  ],
  inverse: [
    '在对方表单上叫什么。比如：商机关联客户，客户页上就有一栏“商机”。',
    'What it is called on the other form: a deal’s customer shows a list “Deals”.',
  ],
  ladder: [
    '到时间就做的几件事，一步接一步。比如：3 天没跟进提醒本人，7 天提醒主管，14 天收回。',
    'What is done as time passes, step by step: remind after 3 days, tell the manager after 7, take back after 14.',
  ],
  limits: [
    '每个人最多分到多少。比如：一天 5 条，手上没跟进完的不超过 20 条。',
    'How much a person may get: five a day, no more than twenty open.',
  ],
  locks: [
    '审批走着的时候哪些字段不能改。比如：报价审批时金额锁住。',
    'What nobody changes while it is approved: the price of a quote.',
  ],
  maxRuns: [
    '最多跑几轮，防止自己触发自己停不下来。一般 1 轮就够。',
    'How many rounds at most, so that it does not set itself off for ever. One is usual.',
  ],
  measure: [
    '数条数，还是加金额、算平均。比如：本月商机数、商机总额。',
    'Count records, add amounts or take an average: deals this month, their total.',
  ],
  mode: [
    '几个人一起审时怎么算通过。比如：任何一人通过就行，或者每个人都要通过。',
    'When several decide: one yes is enough, or all must agree.',
  ],
  mutex: ['同一条记录一次只走一份，后来的等前面走完。', 'Only one at a time for a record; the next waits.'],
  oneOwnerPer: [
    '同一个值的记录都归同一个人。比如：同一家公司的线索都给同一位销售。',
    'Records with the same value go to one person: all leads of a company to one seller.',
  ],
  onReject: [
    '被拒绝之后怎么办。比如：退回发起人修改，或者直接结束。',
    'What follows a no: back to the applicant, or the end.',
  ],
  pattern: [
    '编号长什么样。比如：HT-{yyyy}-{0000} 会得到 HT-2026-0001。',
    'How the number looks: HT-{yyyy}-{0000} gives HT-2026-0001.',
  ],
  pauseWhen: [
    '符合条件时先不计时。比如：客户说“下季度再谈”，提醒先停。',
    'Time stands still while it holds: the customer said “next quarter”.',
  ],
  refresh: [
    '隔多久重新算一遍，数据一改也会算。比如：客户健康分每 72 小时。',
    'How often it is worked out anew, besides after every change: a customer’s health every 72 hours.',
  ],
  release: [
    '什么时候自动放回公共池。比如：30 天没有跟进。',
    'When it goes back to the pool by itself: after 30 days without a visit.',
  ],
  rules: [
    '不许保存的情况，和要说的话。比如：折扣低于七折时提示“请先走特价审批”。',
    'What may not be saved, and what to say: below 70 % “ask for a special price first”.',
  ],
  same: [
    '两边哪些字段要对得上。比如：新线索的手机和客户的手机一样。',
    'Which fields must agree: the lead’s mobile number and the customer’s.',
  ],
  skipWhen: [
    '符合条件就跳过这一步。比如：发起人自己就是主管。',
    'The step is passed over while it holds: the applicant is the manager himself.',
  ],
  snapshot: [
    '记下当时的值，以后对方改了这里也不变。比如：下单时的单价。',
    'Keeps the value of that moment: the price when the order was made.',
  ],
  strategy: [
    '按什么来分。比如：轮流，或者给手上最少的人。',
    'How it is decided: in turn, or to whoever has the fewest.',
  ],
  thresholds: [
    '过了这条线就变色。比如：完成率低于 60% 变红。',
    'The colour changes past it: red below 60 % of the goal.',
  ],
  titleField: [
    '在列表、搜索和关联里，用哪个字段当这条记录的名字。一般是“名称”。',
    'Which field names the record in lists, search and links; usually “Name”.',
  ],
  unique: [
    '不能有两条一样的，保存时会说是和哪条重复。比如：客户的统一信用代码。',
    'No two may be alike; saving says which one is the same: a customer’s registration number.',
  ],
  urge: ['发起人可以催一下正在处理的人。', 'The applicant may nudge whoever has it.'],
  voidOn: [
    '批过以后又改了这些字段，就要重新审。比如：金额、付款方式。',
    'Changing these after approval asks for a new one: amount, terms of payment.',
  ],
  weight: [
    '占多少分量。比如：老销售 2、新人 1，线索按 2 比 1 分。',
    'How much it counts: a senior 2, a newcomer 1, and leads go two to one.',
  ],
  where: ['只算、只看符合条件的记录。比如：只合计已签的合同。', 'Only records that fit: the sum of signed contracts.'],
  whenHidden: ['字段藏起来以后，里面的值留着还是清掉。', 'Whether a hidden field keeps its value or loses it.'],
  'heading_block.text': [
    '用花括号把字段写进来，打印时换成这条记录的值。比如：“报价单 {number}”。',
    'Names in braces become the record’s values when it is printed: “Quotation {number}”.',
  ],
  'text_block.text': [
    '用花括号写字段，也能写到关联记录里。某一行里的字段看的人没权限，那一行就不打印。',
    'Names in braces become values, also those of linked records. A line that names what its reader may not see is left out.',
  ],
  'rows_block.of': [
    '本记录的明细，或者指向它的记录。比如：商机的“产品明细”，客户的“合同”。',
    'Rows of the record, or records that point to it: a deal’s lines, a customer’s contracts.',
  ],
  'document.when': [
    '只有符合条件的记录才能打印它。比如：到了“报价”阶段才有“报价单”。',
    'Only records that fit can be printed so: a quotation exists from the stage “Quote” on.',
  ],
}

/** The help of a property; undefined where its name says enough. */
export const helpOf = (primitive: string, name: string): Word | undefined =>
  propertyHelp[`${primitive}.${name}`] ?? propertyHelp[name]
