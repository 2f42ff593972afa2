/** How automations are told in Chinese. `{name}` is a place, `[..]` may be left out, `|` parts spellings: the first is said, all are read. */
export const zh = {
  // Words between items: the first is said, the last before the last item.
  and: ['、', '及', '以及', '与', '和'],
  or: ['、', '或者', '或'],
  either: ['或', '或者', '或'],
  also: ['并且', '而且', '且', '同时', '并且'],
  actions: ['，', '，然后', '然后', '，再', '并且', '，同时', '并', '，并'],
  one: '{name}|一条{name}|一个{name}|一份{name}|某条{name}|某个{name}',
  never: ['也', '并且', '且', '，也'],

  // The sentence.
  plain:
    '当{on}，{then}|每当{on}，{then}|{on}时，{then}|当{on}时，{then}|{on}后，{then}|{on}的时候，{then}|如果{on}，{then}|{on}，{then}',
  plainIf:
    '当{on}，如果{where}，{then}|当{on}时，如果{where}，{then}|{on}时，如果{where}，{then}|{on}时，若{where}，{then}|当{on}，若{where}，{then}|{on}，如果{where}，{then}|{on}，若{where}，{then}|当{on}且{where}，{then}|当{on}并且{where}时，{then}',
  absence:
    '当{on}，且{within}内{unless}，{then}|当{on}后{within}内{unless}，{then}|{on}后{within}内{unless}，{then}|{on}后{within}{unless}，{then}|当{on}，{within}内{unless}，{then}|当{on}，{within}之内{unless}，{then}|{on}，{within}内{unless}，{then}',
  absenceIf:
    '当{on}，且{within}内{unless}，如果{where}，{then}|当{on}后{within}内{unless}，如果{where}，{then}|{on}后{within}内{unless}，如果{where}，{then}|{on}后{within}内{unless}，且{where}，{then}',
  silence:
    '当{form}{within}内没有新的{child}，{then}|当{form}{within}内没有{child}，{then}|当{form}超过{within}没有新的{child}，{then}|当{form}超过{within}没有{child}，{then}|当{form}超过{within}未{child}，{then}|当{form}超过{within}没{child}，{then}|当{form}{within}没有{child}，{then}|当{form}{within}未{child}，{then}|当{form}{within}内未{child}，{then}|当{form}{within}内没有新{child}，{then}|当{form}{within}内无新{child}，{then}|{form}{within}内没有新的{child}，{then}|{form}{within}内没有{child}，{then}|{form}{within}没有{child}，{then}|{form}超过{within}没有{child}，{then}|{form}{within}未{child}，{then}|{form}{within}没{child}，{then}',
  topicSilence: '{within}内没有新的{child}',
  topicAbsence: '{within}内{unless}',
  each: '每次{on}',
  options: '{sentence}（{tail}）',
  withSave: '与保存一起执行',
  goesOn: '出错时继续',
  byCalendar: '按{calendar}计时|按日历{calendar}计时',

  // What happens.
  created:
    '新建{form}|新增{form}|新建一条{form}|新增一条{form}|有新的{form}|有新{form}|有新建的{form}|来了新的{form}|来了新{form}|创建{form}|创建了{form}|新建了{form}|登记{form}|录入{form}|{form}被创建|{form}新建|{form}创建',
  updated:
    '修改{form}|{form}被修改|{form}被更新|更新{form}|{form}有修改|{form}有变化|{form}发生变化|{form}被改动|编辑{form}',
  changed:
    '{form}的{fields}改变|{form}的{fields}变化|{form}的{fields}发生变化|{form}的{fields}有变化|{form}的{fields}被修改|{form}的{fields}变了|{form}{fields}变化|{form}{fields}改变|{form}{fields}被修改|修改{form}的{fields}|更新{form}的{fields}|填写{form}的{fields}',
  changedTo:
    '{form}的{fields}变为{to}|{form}的{fields}变成{to}|{form}的{fields}改为{to}|{form}的{fields}改成{to}|{form}的{fields}更新为{to}|{form}的{fields}降为{to}|{form}的{fields}升为{to}|{form}{fields}变为{to}|{form}{fields}变成{to}|{form}{fields}改为{to}|{form}{fields}降为{to}|{form}{fields}升为{to}',
  changedFrom: '{form}的{fields}不再是{from}|{form}{fields}不再是{from}',
  changedFromTo:
    '{form}的{fields}从{from}变为{to}|{form}的{fields}从{from}变成{to}|{form}的{fields}从{from}改为{to}|{form}的{fields}由{from}变为{to}|{form}{fields}从{from}变为{to}|{form}{fields}由{from}变为{to}|{form}的{fields}由{from}改为{to}',
  createdAs:
    '新建{fields}为{to}的{form}|新建{form}且{fields}为{to}|新增{fields}为{to}的{form}|有新的{fields}为{to}的{form}|有{fields}为{to}的新{form}|新建{fields}{to}的{form}',
  deleted: '删除{form}|{form}被删除|{form}删除',
  stageEntered:
    '{form}进入{stage}|{form}进入{stage}阶段|{form}进入“{stage}”阶段|{form}到达{stage}|{form}到{stage}阶段|{form}推进到{stage}|{form}转到{stage}|{form}变为{stage}阶段|{form}{stage}时',
  stageMoved: '{form}进入新的阶段|{form}换阶段|{form}的阶段推进|{form}进入新阶段|{form}阶段变化',
  stageLeft: '{form}离开{stage}|{form}离开{stage}阶段|{form}从{stage}离开',
  stageQuit: '{form}离开原阶段',
  finished:
    '{form}的{workflow}结束|{form}的{workflow}完成|{form}{workflow}结束|{form}{workflow}完成|{form}的{workflow}流程结束|{form}的{workflow}办结',
  becomes: '{form}的{condition}|{form}{condition}|{form}满足{condition}|{form}符合{condition}',
  dateBefore:
    '{form}的{date}前{offset}|{form}的{date}之前{offset}|{form}{date}前{offset}|{form}{date}之前{offset}|距{form}的{date}还有{offset}|距离{form}的{date}还有{offset}|距{form}{date}还有{offset}|距离{form}{date}还有{offset}|{form}的{date}还有{offset}|{form}{date}还剩{offset}',
  dateAfter:
    '{form}的{date}后{offset}|{form}的{date}之后{offset}|{form}{date}后{offset}|{form}{date}之后{offset}|{form}的{date}过去{offset}|{form}{date}过了{offset}|{form}{date}过去{offset}|{form}的{date}过了{offset}',
  dateOn:
    '{form}的{date}当天|到了{form}的{date}|{form}{date}当天|到{form}的{date}|到{form}{date}|{form}的{date}到了|{form}{date}到了',
  dateBeforeAt:
    '{form}的{date}前{offset}的{at}|{form}的{date}前{offset}{at}|{form}{date}前{offset}的{at}|{form}{date}前{offset}{at}',
  dateAfterAt:
    '{form}的{date}后{offset}的{at}|{form}的{date}后{offset}{at}|{form}{date}后{offset}的{at}|{form}{date}后{offset}{at}',
  dateOnAt: '{form}的{date}当天{at}|{form}{date}当天{at}|到了{form}的{date}{at}',
  daily: '每天{at}|每日{at}|每天早上{at}|每天上午{at}|天天{at}',
  workdays: '周一到周五{at}|工作日{at}|每个工作日{at}|周一至周五{at}',
  weekly: '每周{weekday}{at}|每周{weekday}早上{at}|每个星期{weekday}{at}|每星期{weekday}{at}|每逢周{weekday}{at}',
  monthly: '每月{day}日{at}|每月{day}号{at}|每个月{day}号{at}|每个月{day}日{at}',
  cron: '按时间表{cron}',
  forEach: '{schedule}，对每个{form}|{schedule}对每个{form}|{schedule}，逐个{form}|{schedule}，对所有{form}',
  forFew: '{schedule}，对前{limit}条{form}（{where}）|{schedule}，对前{limit}个{form}（{where}）',
  forEachWhere: '{schedule}，对每个{form}（{where}）|{schedule}，对每个{where}的{form}|{schedule}，对{form}（{where}）',
  often: '{over}内{of}超过{times}次|{of}在{over}内超过{times}次|{of}{over}内超过{times}次',
  oftenAtLeast:
    '{over}内{of}达到{times}次|{over}内{of}满{times}次|{of}在{over}内达到{times}次|{over}内{of}至少{times}次|{of}{over}内达到{times}次',
  many: '同一{per}{over}内{form}超过{times}条|同一{per}在{over}内的{form}超过{times}条|同一个{per}{over}内{form}超过{times}个|同一{per}{over}内有超过{times}条{form}',
  manyAtLeast:
    '同一{per}{over}内{form}达到{times}条|同一{per}在{over}内的{form}达到{times}条|同一个{per}{over}内{form}达到{times}个|同一{per}{over}内有{times}条{form}|同一{per}{over}内{form}满{times}条',
  row: '同一{per}连续{last}次{form}{measure}|同一个{per}连续{last}次{form}{measure}|同一{per}连续{last}条{form}{measure}',
  rowAt: '同一{per}按{at}连续{last}次{form}{measure}|同一{per}按{at}连续{last}条{form}{measure}',
  rowOfDays:
    '同一{per}按{at}连续{last}{bucket}{form}{aggregate}{measure}|同一{per}按{at}连续{last}{bucket}的{form}{aggregate}{measure}',
  buckets: { day: '天|日', week: '周|个星期', month: '个月|月' },
  aggregates: { sum: '合计|总计|累计', average: '平均', min: '最低|最小', max: '最高|最大', count: '条数' },
  rowAlone: '连续{last}次{form}{measure}|连续{last}条{form}{measure}',
  button: '在{form}上点击{label}|点击{form}的{label}|点击{form}的{label}按钮|在{form}点{label}|在{form}上按下{label}',
  filtered: '{what}（{where}）',
  weekdays: ['日|天|七', '一|1', '二|2', '三|3', '四|4', '五|5', '六|6'],

  // What does not happen.
  notCreated:
    '没有新建{form}|没有新的{form}|没有新{form}|没有新增{form}|未新建{form}|没有创建{form}|没有{form}|无新的{form}|未{form}|没{form}|没有任何{form}|没有登记{form}',
  notCreatedSame:
    '同一{relation}没有新建{form}|同一{relation}没有新的{form}|同一{relation}没有{form}|同一个{relation}没有新的{form}|同一个{relation}没有{form}|该{relation}没有新的{form}|该{relation}没有{form}',
  notChanged:
    '没有填写{fields}|没有修改{fields}|没有更新{fields}|没填写{fields}|没填{fields}|未填写{fields}|未填{fields}|未更新{fields}|未修改{fields}|{fields}没有变化|{fields}没有更新|{fields}未变化|{fields}未更新|{fields}没有改变|{fields}不变',
  notChangedTo:
    '{fields}没有变为{to}|{fields}没有变成{to}|{fields}没有改为{to}|{fields}未变为{to}|{fields}未变成{to}|没有把{fields}改为{to}|{fields}还不是{to}|{fields}没变成{to}',
  notEntered:
    '没有进入{stage}|未进入{stage}|没有到达{stage}|没有推进到{stage}|未推进到{stage}|没进入{stage}|没有进入{stage}阶段',
  notUpdated: '没有任何修改|没有修改|没有更新|没有变化|未修改|未更新|没有动过',
  notFinished: '{workflow}没有结束|{workflow}没有完成|{workflow}未完成|{workflow}没有办结|没有完成{workflow}',
  ofForm: '{form}{never}|{form}的{never}',

  // What is done.
  notify:
    '通知{to}：{message}|提醒{to}：{message}|通知{to}{message}|提醒{to}{message}|告诉{to}：{message}|告诉{to}{message}|告知{to}：{message}|给{to}发消息：{message}|给{to}发消息{message}|发消息给{to}：{message}|发通知给{to}：{message}',
  notifyBy:
    '用{channels}通知{to}：{message}|通过{channels}通知{to}：{message}|用{channels}提醒{to}：{message}|用{channels}通知{to}{message}|通过{channels}提醒{to}：{message}|给{to}发{channels}：{message}|给{to}发{channels}{message}',
  notifyOnly:
    '通知{to}|提醒{to}|告诉{to}|告知{to}|给{to}发通知|给{to}发消息|发消息给{to}|发通知给{to}|发提醒给{to}|给{to}发提醒',
  notifyOnlyBy:
    '用{channels}通知{to}|通过{channels}通知{to}|用{channels}提醒{to}|给{to}发{channels}|通过{channels}提醒{to}',
  channels: {
    app: '站内消息|站内通知|站内',
    email: '邮件|电子邮件|邮箱',
    sms: '短信|手机短信',
    wecom: '企业微信',
    dingtalk: '钉钉',
    feishu: '飞书',
    webhook: '网络回调',
  },
  task: '给{to}安排待办{title}|给{to}安排任务{title}|给{to}建待办{title}|给{to}派任务{title}|让{to}{title}|安排{to}{title}|给{to}一个待办{title}|给{to}待办{title}|安排任务{title}给{to}',
  taskDue:
    '给{to}安排待办{title}，{due}|给{to}安排任务{title}，{due}|给{to}安排待办{title}{due}|给{to}派任务{title}，{due}|让{to}{due}{title}|让{to}在{due}{title}|安排{to}{title}，{due}',
  dueWithin: '{time}内完成|{time}内|{time}之内|限{time}|{time}内办完|{time}完成|{time}之内完成',
  dueOn: '截止{date}|{date}前完成|{date}之前完成|{date}到期|在{date}前完成',
  create:
    '新建{form}，其中{set}|新建{form}，{set}|新建一条{form}，{set}|创建{form}，{set}|新增{form}，{set}|新建{form}：{set}',
  createBare: '新建一条{form}|新建{form}|创建{form}|创建一条{form}|新增{form}|新增一条{form}',
  given: '{field}为{value}|{field}是{value}|{field}={value}|{field}设为{value}|{field}填{value}',
  update: '把{set}|将{set}|{set}',
  updateOf: '把{target}的{set}|将{target}的{set}|把{target}{set}',
  assigned:
    '{field}改为{value}|{field}设为{value}|{field}设置为{value}|{field}更新为{value}|{field}改成{value}|{field}填为{value}|{field}变为{value}|{field}标为{value}',
  move: '推进到{stage}|推进到{stage}阶段|移到{stage}|移到{stage}阶段|转到{stage}|转到{stage}阶段|进入{stage}|进入{stage}阶段|退回到{stage}',
  moveOf: '把{target}推进到{stage}|把{target}移到{stage}|把{target}转到{stage}|将{target}推进到{stage}',
  start: '发起{workflow}|启动{workflow}|发起{workflow}流程|提交{workflow}|走{workflow}|启动{workflow}流程',
  assign: '按{policy}分配|按{policy}重新分配|用{policy}分配|按照{policy}分配|通过{policy}分配|按{policy}派给别人',
  assignExcept:
    '按{policy}分配给{except}以外的人|按{policy}分配，{except}除外|按{policy}重新分配给{except}以外的人|按{policy}分配给除{except}外的人|按{policy}分给别人，{except}除外',
  release: '按{policy}放入公共池|按{policy}放回公共池|按{policy}收回|按{policy}退回公共池',
  lock: '锁定记录|锁定本记录|锁定|锁住记录',
  lockFields: '锁定{fields}|锁住{fields}',
  unlock: '解锁记录|解锁本记录|解锁|解除锁定',
  unlockFields: '解锁{fields}|解除锁定{fields}',
  delete: '删除记录|删除本记录|删除这条记录',
  act: '把待办{on}{as}',
  actTo: '把待办{on}{as}给{to}',
  acts: { approve: '通过', reject: '驳回', return: '退回', transfer: '转交', urge: '催办', close: '关闭' },
  doneIf: '若{when}则{action}|如果{when}则{action}|若{when}就{action}',

  // Ladders: told only.
  ladderOn: '从{on}起',
  ladderFrom: '从{what}算起',
  ladderStage: '从进入阶段算起：',
  ladderStop: '{what}时停止',
  ladderStopOn: '{on}时停止',
  ladderPause: '{what}时暂停',
  stepBefore: '提前{time}',
  stepAfter: '{time}后',
  stepAt: '{at}',
  stepIf: '若{what}，',
  stepAgain: '（之后每{every}一次，共{times}次）',
  colon: '：',

  // People.
  inField: '{who}',
  owner: '负责人|归属人|业务员|跟进人',
  manager:
    '{who}的直属主管|{who}的主管|{who}的上级|{who}的直接上级|{who}的直属上级|{who}的经理|{who}的领导|{who}直属主管|{who}主管|{who}上级',
  managerAbove: '{who}的上{level}级主管|{who}的第{level}级主管|{who}的{level}级主管|{who}的上{level}级领导',
  head: '{who}的部门负责人|{who}的部门主管|{who}所在部门的负责人|{who}的部门经理',
  ownersManager: '直属主管|直接上级|直属上级|上级|主管|经理|直属领导|领导|上司',
  ownersManagerAbove: '主管的主管|隔级主管|上两级主管|二级主管|上级的上级|隔级上级',
  ownersHead: '部门负责人|部门主管|部门经理',
  role: '所有{role}|全体{role}|{role}|所有的{role}|{role}们|{role}角色',

  // Conditions.
  of: '{relation}的{rest}|{relation}{rest}',
  more: '{path}大于{value}|{path}超过{value}|{path}多于{value}|{path}高于{value}|{path}>{value}',
  less: '{path}小于{value}|{path}低于{value}|{path}少于{value}|{path}不到{value}|{path}不足{value}|{path}<{value}',
  atLeast:
    '{path}不少于{value}|{path}不低于{value}|{path}大于等于{value}|{path}至少{value}|{path}达到{value}|{path}>={value}|{path}不小于{value}|{path}至少为{value}|{path}满{value}',
  atMost:
    '{path}不超过{value}|{path}不高于{value}|{path}小于等于{value}|{path}至多{value}|{path}不大于{value}|{path}<={value}|{path}最多{value}|{path}不多于{value}',
  equal: '{path}等于{value}|{path}为{value}|{path}是{value}|{path}={value}',
  unequal: '{path}不等于{value}|{path}不为{value}|{path}不是{value}',
  isOption: '{path}是{values}|{path}为{values}|{path}属于{values}|{path}等于{values}|{path}={values}',
  isNotOption: '{path}不是{values}|{path}不为{values}|{path}不属于{values}|{path}不等于{values}|{path}非{values}',
  isYes: '{path}为是|勾选了{path}|{path}是是|勾选{path}|已{path}|{path}打勾|{path}=是',
  isNotYes: '{path}不为是|没有勾选{path}|{path}为否|未勾选{path}|未{path}|没有{path}',
  isEmpty:
    '{path}为空|没有填写{path}|{path}没有填写|{path}未填写|未填写{path}|{path}空着|没填{path}|{path}没填|没有填{path}',
  isFilled: '{path}不为空|已填写{path}|填写了{path}|{path}已填写|{path}有值|{path}非空|填了{path}',
  isPast: '{path}早于今天|{path}已过|{path}已经过了|过了{path}|{path}过期',
  isToday: '{path}是今天|{path}为今天|{path}就是今天|{path}等于今天',
  daysAgo:
    '{path}已过{days}天以上|{path}过去{days}天以上|{path}超过{days}天|{path}已过去{days}天以上|{path}过了{days}天以上',
  isText: '{path}是{value}|{path}为{value}|{path}等于{value}',
  isNotText: '{path}不是{value}|{path}不为{value}|{path}不等于{value}',
  isPerson: '{path}是{who}|{path}为{who}|{path}就是{who}',
  isNotPerson: '{path}不是{who}|{path}不为{who}',
  hasRole: '{path}担任{role}|{path}是{role}|{path}属于{role}|{path}有{role}角色',
  hasNotRole: '{path}不担任{role}|{path}不是{role}|{path}不属于{role}',

  // Values.
  yes: '是|真|已勾选|勾选',
  no: '否|不是|未勾选',
  blank: '空|空白|无',
  today: '今天|当天',
  now: '现在|此刻|当前时间',
  thisRecord: '本记录|这条记录|该记录',
  setting: '设置{name}|设定{name}|参数{name}',
  durations: {
    h: '{n}小时|{n}个小时|{n}个钟头|{n}h|{n}钟头',
    min: '{n}分钟|{n}分|{n}min',
    wd: '{n}个工作日|{n}工作日|{n}个工作天',
    wh: '{n}个工作小时|{n}工作小时|{n}个工作时',
    mo: '{n}个月|{n}月',
    d: '{n}天|{n}日|{n}d',
  },
  weeks: '{n}周|{n}个星期|{n}星期|{n}个礼拜',
  spans: { '30min': '半小时|半个小时', '12h': '半天', '6mo': '半年', '12mo': '一年|1年' },
} as const
