type Pair = readonly [zh: string, en: string]

/** What a field must give to stand in an example. `numbers`: a column of a sub-form. */
export type HoleKind = 'number' | 'numbers' | 'date' | 'text'

/** A place in an example where a field of the form goes. */
export interface Hole {
  readonly label: Pair
  readonly kind: HoleKind
  /** words that tell the field meant, in labels or keys */
  readonly guess: readonly string[]
  /** the value in the worked example, as it is written in a formula */
  readonly given: string
}

/** A formula of a sales office, worked out once: `{name}` is a hole. */
export interface Example {
  readonly key: string
  readonly title: Pair
  readonly says: Pair
  readonly formula: Pair
  readonly holes: Readonly<Record<string, Hole>>
  /** what it gives for what is given; TODAY is 2026-11-22 */
  readonly result: Pair
}

const hole =
  (kind: HoleKind, zh: string, en: string, ...guess: string[]) =>
  (given: string): Hole => ({ label: [zh, en], kind, guess: [zh, en, ...guess], given })

const amount = hole('number', '金额', 'Amount', '总额', '合计', 'total')
const paid = hole('number', '已收金额', 'Paid', '回款', '收款', 'received', 'paid')
const cost = hole('number', '成本', 'Cost', '底价', 'floor')
const list = hole('number', '原价', 'List price', '标价', '预计', 'expected')
const chance = hole('number', '成交概率', 'Probability', '概率', '可能', 'chance', 'probability')
const score = hole('number', '得分', 'Score', '评分', '分数')
const goal = hole('number', '目标', 'Goal', '指标', 'target')
const visited = hole('date', '上次拜访', 'Last visit', '拜访', '跟进', '联系', 'visit', 'contact')
const due = hole('date', '到期日', 'Due date', '应收', '截止', 'due', 'until')
const start = hole('date', '开始日期', 'Start', '签订', '起', 'signed', 'start')
const end = hole('date', '结束日期', 'End', '止', '完成', 'end', 'close')
const amounts = hole('numbers', '明细的金额', 'Amounts of the lines', '金额', '小计', 'amount', 'total')
const prices = hole('numbers', '明细的单价', 'Prices of the lines', '单价', 'price')
const quantities = hole('numbers', '明细的数量', 'Quantities of the lines', '数量', 'quantity', 'qty')
const phone = hole('text', '手机', 'Mobile', '电话', 'phone')
const name = hole('text', '名称', 'Name', '客户', '标题', 'title')

const same = (text: string): Pair => [text, text]
type Formula = string | Pair

const example = (
  key: string,
  title: Pair,
  says: Pair,
  formula: Formula,
  holes: Readonly<Record<string, Hole>>,
  result: Formula,
): Example => ({
  ...{ key, title, says, holes },
  formula: typeof formula === 'string' ? same(formula) : formula,
  result: typeof result === 'string' ? same(result) : result,
})

/** The examples, in the order of a sales process: money, tiers, time, scores, lines, words. */
export const examples: readonly Example[] = [
  example(
    'weighted',
    ['加权金额', 'Weighted amount'],
    ['金额乘成交概率：60 万有六成把握，算 36 万。', 'Amount times probability: 600,000 at 60 % counts as 360,000.'],
    '{amount} * {chance}',
    { amount: amount('600000'), chance: chance('60%') },
    '360000',
  ),
  example(
    'tiers_marginal',
    ['阶梯返点（分段累进）', 'Tiered rebate, slice by slice'],
    [
      '每一段按自己的比例算：10 万以内 1%，10 到 50 万 2%，以上 3%。',
      'Each slice at its own rate: 1 % up to 100,000, 2 % up to 500,000, 3 % beyond.',
    ],
    'TIER({amount}, [[0, 1%], [100000, 2%], [500000, 3%]], "marginal")',
    { amount: amount('600000') },
    '12000',
  ),
  example(
    'tiers_whole',
    ['阶梯返点（全额）', 'Tiered rebate on the whole'],
    ['到了哪一档，全部金额都按那一档算。', 'Whichever tier is reached, the whole amount gets its rate.'],
    'TIER({amount}, [[0, 1%], [100000, 2%], [500000, 3%]], "whole")',
    { amount: amount('600000') },
    '18000',
  ),
  example(
    'tier_rate',
    ['到了哪一档比例', 'The rate that is reached'],
    ['只要比例，不算钱：用来显示“现在是 3%”。', 'The rate alone, to show “3 % now”.'],
    'TIER({amount}, [[0, 1%], [100000, 2%], [500000, 3%]], "rate")',
    { amount: amount('600000') },
    '0.03',
  ),
  example(
    'capped',
    ['提成封顶', 'Commission with a cap'],
    ['按 5% 提成，最多 2 万。', '5 %, but never more than 20,000.'],
    'MIN({amount} * 5%, 20000)',
    { amount: amount('600000') },
    '20000',
  ),
  example(
    'bonus_by_score',
    ['按得分发奖金', 'Bonus by score'],
    ['90 分以上 5000，75 分以上 2000，其余没有。', '5,000 from 90 points, 2,000 from 75, else nothing.'],
    'IFS({score} >= 90, 5000, {score} >= 75, 2000, TRUE, 0)',
    { score: score('80') },
    '2000',
  ),
  example(
    'margin',
    ['毛利', 'Margin'],
    ['卖价减成本。', 'What is sold for, less what it cost.'],
    '{amount} - {cost}',
    { amount: amount('1200'), cost: cost('900') },
    '300',
  ),
  example(
    'margin_rate',
    ['毛利率', 'Margin rate'],
    ['毛利除以卖价；没有卖价时空着，不报错。', 'Margin over price; blank without a price, never an error.'],
    'IF({amount} = 0, BLANK(), ({amount} - {cost}) / {amount})',
    { amount: amount('1200'), cost: cost('900') },
    '0.25',
  ),
  example(
    'discount',
    ['折扣力度', 'Discount'],
    ['比原价便宜了多少。', 'How far below the list price.'],
    'IF({list} = 0, BLANK(), 1 - {amount} / {list})',
    { amount: amount('900'), list: list('1000') },
    '0.1',
  ),
  example(
    'tax',
    ['含税价里的税额', 'Tax within a price'],
    ['13% 的税，从含税金额里拆出来。', '13 % tax, taken out of a price that holds it.'],
    'ROUND({amount} / 1.13 * 0.13, 2)',
    { amount: amount('1130') },
    '130',
  ),
  example(
    'to_hundreds',
    ['抹零到百', 'Round to hundreds'],
    ['报价好看些：12345 变成 12300。', 'A rounder offer: 12,345 becomes 12,300.'],
    'ROUND({amount}, -2)',
    { amount: amount('12345') },
    '12300',
  ),
  example(
    'outstanding',
    ['还差多少没收', 'Still to be paid'],
    ['金额减已收，最少为 0。', 'Amount less what was paid, never below 0.'],
    'MAX(0, {amount} - {paid})',
    { amount: amount('80000'), paid: paid('30000') },
    '50000',
  ),
  example(
    'paid_share',
    ['回款进度', 'Share paid'],
    ['已收占金额的比例。', 'What was paid, of the amount.'],
    'IF({amount} = 0, 0, {paid} / {amount})',
    { amount: amount('80000'), paid: paid('30000') },
    '0.375',
  ),
  example(
    'goal_share',
    ['目标完成率', 'Share of the goal'],
    ['做了多少，占目标多少。', 'How much of the goal is done.'],
    'IF({goal} = 0, BLANK(), {amount} / {goal})',
    { amount: amount('450000'), goal: goal('600000') },
    '0.75',
  ),
  example(
    'days_silent',
    ['多少天没联系', 'Days since the last visit'],
    ['从上次拜访到今天的天数，每天自己变。', 'From the last visit to today; it changes by itself every day.'],
    'DAYS(TODAY(), {visited})',
    { visited: visited('DATE(2026, 11, 2)') },
    '20',
  ),
  example(
    'silent_word',
    ['久未联系提示', 'Word for silence'],
    ['超过 30 天没联系就写“久未联系”。', 'Says “silent” after 30 days without contact.'],
    ['IF(DAYS(TODAY(), {visited}) > 30, "久未联系", "正常")', 'IF(DAYS(TODAY(), {visited}) > 30, "silent", "fine")'],
    { visited: visited('DATE(2026, 10, 1)') },
    ['久未联系', 'silent'],
  ),
  example(
    'overdue_days',
    ['逾期天数', 'Days overdue'],
    ['过了到期日几天；没过就是 0。', 'Days past the due date; 0 before it.'],
    'MAX(0, DAYS(TODAY(), {due}))',
    { due: due('DATE(2026, 11, 12)') },
    '10',
  ),
  example(
    'light',
    ['红黄绿灯', 'Red, yellow, green'],
    ['逾期超过 30 天红，逾期黄，没逾期绿。', 'Red past 30 days overdue, yellow when overdue, else green.'],
    [
      'IF(DAYS(TODAY(), {due}) > 30, "红", IF(DAYS(TODAY(), {due}) > 0, "黄", "绿"))',
      'IF(DAYS(TODAY(), {due}) > 30, "red", IF(DAYS(TODAY(), {due}) > 0, "yellow", "green"))',
    ],
    { due: due('DATE(2026, 11, 12)') },
    ['黄', 'yellow'],
  ),
  example(
    'months_later',
    ['三个月后的日期', 'Three months later'],
    [
      '质保到期、下次回访：开始日期加几个月，月末不会跑偏。',
      'End of warranty, next call: months after the start, safe at month ends.',
    ],
    'EDATE({start}, 3)',
    { start: start('DATE(2026, 11, 30)') },
    '2027-02-28',
  ),
  example(
    'work_days',
    ['用了几个工作日', 'Working days taken'],
    ['从开始到结束，周末和节假日不算。', 'From start to end, without weekends and holidays.'],
    'NETWORKDAYS({start}, {end})',
    { start: start('DATE(2026, 11, 20)'), end: end('DATE(2026, 11, 24)') },
    '3',
  ),
  example(
    'months_customer',
    ['合作了几个月', 'Months together'],
    ['从开始日期到今天，满一个月算一个月。', 'Full months from the start to today.'],
    'DATEDIF({start}, TODAY(), "M")',
    { start: start('DATE(2026, 1, 15)') },
    '10',
  ),
  example(
    'quarter',
    ['哪一季度', 'Quarter'],
    ['按季度统计时用，比如 2026Q2。', 'To count by quarter: 2026Q2.'],
    'YEAR({end}) & "Q" & QUARTER({end})',
    { end: end('DATE(2026, 5, 6)') },
    '2026Q2',
  ),
  example(
    'weighted_score',
    ['加权评分', 'Weighted score'],
    ['两项打分各占六成和四成，留一位小数。', 'Two marks at 60 and 40 percent, one decimal.'],
    'ROUND({first} * 60% + {second} * 40%, 1)',
    { first: score('85'), second: hole('number', '另一项得分', 'Second score', '评分', '分')('92') },
    '87.8',
  ),
  example(
    'line_total',
    ['明细合计', 'Total of the lines'],
    ['把明细表里的金额加起来。', 'Adds up the amounts of a sub-form.'],
    'SUM({amounts})',
    { amounts: amounts('[100, 250, 50]') },
    '400',
  ),
  example(
    'price_quantity',
    ['单价乘数量再合计', 'Price times quantity, summed'],
    ['每行单价乘数量，再把各行加起来。', 'Each line’s price times its quantity, all lines together.'],
    'SUMPRODUCT({prices}, {quantities})',
    { prices: prices('[10, 20]'), quantities: quantities('[3, 2]') },
    '70',
  ),
  example(
    'large_lines',
    ['有几行是大额', 'How many large lines'],
    ['数一数明细里超过 1000 的有几行。', 'Counts the lines beyond 1,000.'],
    'COUNTIF({amounts}, ">1000")',
    { amounts: amounts('[800, 1500, 3000]') },
    '2',
  ),
  example(
    'capitals',
    ['金额大写', 'Amount in capitals'],
    ['合同和收据上用的大写金额。', 'The capital digits of contracts and receipts.'],
    'RMBCAP({amount})',
    { amount: amount('93792') },
    '玖万叁仟柒佰玖拾贰元整',
  ),
  example(
    'masked',
    ['手机号打码', 'Hidden phone number'],
    [
      '中间四位变成星号，发出去的单据上用。',
      'Four digits in the middle become stars, for papers that leave the house.',
    ],
    'MASK({phone}, 4, 4)',
    { phone: phone('"13812345678"') },
    '138****5678',
  ),
  example(
    'title',
    ['自动起标题', 'A title by itself'],
    ['名称加年月，列表里一眼认出来。', 'Name and month, known at a glance in a list.'],
    '{name} & " " & TEXT({start}, "yyyy-mm")',
    { name: name('"华东电气"'), start: start('DATE(2026, 11, 30)') },
    '华东电气 2026-11',
  ),
]

/** What is given, as it is read and not as it is typed: `DATE(2026, 11, 2)` is 2026-11-02. */
export const readGiven = (given: string): string =>
  given
    .replace(/DATE\((\d+), (\d+), (\d+)\)/g, (_, year: string, month: string, day: string) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    )
    .replace(/["[\]]/g, '')

/** Whether its result goes by the day. */
export const readsToday = ({ formula }: Example): boolean => formula[0].includes('TODAY()')
