import type { Word } from '../../schemas/words/word.ts'

/** What a page is for, in two or three sentences, and an example of a sales office. */
export interface Help {
  readonly text: Word
  readonly example: Word
}

/** One for every page of the designer, by its part. */
export const pageHelp: Readonly<Record<string, Help>> = {
  forms: {
    text: [
      '表单就是大家填的那张纸：左边挑字段，中间摆位置，右边写规则。改动先存成草稿，发布之后才生效。',
      'A form is the sheet people fill in: pick fields on the left, place them in the middle, set their rules on the right. Changes are a draft until you publish.',
    ],
    example: [
      '给“客户”加一个必填的“行业”下拉，新建客户时不选就存不了。',
      'Give “Customer” a required drop-down “Industry”: nobody saves a new customer without it.',
    ],
  },
  stages: {
    text: [
      '阶段是一条记录从头走到尾的几步。每一步可以写：要填好什么才能离开、停太久提醒谁、要不要审批。',
      'Stages are the steps of a record from first to last. For each you say what must be filled in before it leaves, whom to warn when it stands too long, and whether somebody approves.',
    ],
    example: [
      '商机从“方案”到“报价”，先要上传客户确认的方案。',
      'A deal moves from “Proposal” to “Quote” only with the proposal the customer confirmed.',
    ],
  },
  workflows: {
    text: [
      '流程是审批的路：谁先看、谁后看、多久不看怎么办。点线上的加号插一步，点一步改它的内容。',
      'A workflow is the way of a paper: who looks first, who next, and what happens when nobody does. Press the plus on a line to insert a step, press a step to change it.',
    ],
    example: [
      '合同超过 50 万，先直属主管，再区域总监，48 小时不处理自动上报。',
      'A contract above 500,000 goes to the manager, then the regional director, and up after 48 hours.',
    ],
  },
  automations: {
    text: [
      '自动化是一句话：当什么发生，就做什么。可以照着例子改词，也可以自己打字。',
      'An automation is a sentence: when something happens, do something. Change the words of an example, or type your own.',
    ],
    example: [
      '当客户 72 小时没有新的跟进，就通知负责人和直属主管。',
      'When a customer has no new visit for 72 hours, notify the owner and the manager.',
    ],
  },
  views: {
    text: [
      '视图是看记录的一种方式：显示哪些列、只看哪些、按什么排序，或者排成看板。',
      'A view is a way to look at records: which columns, only which records, in what order, or as a board.',
    ],
    example: ['“本月待回款”：只看本月到期没收完的，按日期排。', '“Due this month”: what is due and unpaid, by date.'],
  },
  dashboards: {
    text: [
      '仪表盘是一页数字和图。每个数都按看的人自己的权限来算，点进去能看到是哪些记录。',
      'A dashboard is a page of numbers and charts. Each is counted with the reader’s own rights, and a click shows the records behind it.',
    ],
    example: [
      '总监看全公司的商机漏斗，销售打开同一页只看到自己的。',
      'The director sees the funnel of the company; a seller on the same page sees his own.',
    ],
  },
  documents: {
    text: [
      '打印单据是一张 A4 纸：左边挑内容块，中间排好，右边写文字、选字段。发布后，记录页面上就有“打印”按钮。',
      'A document is a sheet of A4: pick blocks on the left, place them in the middle, write and choose fields on the right. After the publish its records have a “Print” button.',
    ],
    example: [
      '给商机做一张“报价单”：客户名称、产品明细、合计和签字栏，销售点一下就打印。',
      'A quotation for deals: the customer, the lines, the total and places to sign, one press for the seller.',
    ],
  },
  roles: {
    text: [
      '角色决定谁能看到、填写、修改什么，一直细到某个字段。没有给的权限就是没有。',
      'A role says who may see, fill in and change what, down to a single field. What is not given is not there.',
    ],
    example: [
      '销售只看自己的客户，看不到“底价”；主管看全组的。',
      'Sellers see their own customers without the floor price; managers see the team’s.',
    ],
  },
  libraries: {
    text: [
      '选项库是大家共用的下拉选项，改一处，用到的表单都跟着变。停用的选项，老记录里还看得到。',
      'A library holds drop-down options that forms share: change it once and all follow. A retired option still shows on old records.',
    ],
    example: [
      '“行业”放进选项库，线索、客户、报表用的是同一套。',
      'Keep “Industry” in a library: leads, customers and reports use one list.',
    ],
  },
  policies: {
    text: [
      '分配规则决定新来的记录给谁：轮流、按区域、按空闲，还能设上限。每次分配都写明为什么。',
      'An assignment rule decides who gets a new record: in turn, by region, by who is free, with limits. Every decision says why.',
    ],
    example: [
      '官网线索在华东组里轮流分，每人一天最多 5 条。',
      'Leads of the web site go round the East team, five a day at most.',
    ],
  },
  scorecards: {
    text: [
      '评分卡把几项情况折成一个分数和等级，什么时候重算由您定。点开分数能看到每项得了几分。',
      'A scorecard turns several facts into a score and a grade, worked out anew as often as you say. Open a score to see what each part gave.',
    ],
    example: [
      '预算、决策权、需求、时间各 25 分，80 分以上是 A 级线索。',
      'Budget, authority, need and time give 25 points each; from 80 a lead is A.',
    ],
  },
  settings: {
    text: [
      '设置项是会变的数字和文字，公式和规则里用它的名字。以后改一处就行，不用找公式。',
      'A setting is a number or word that may change; formulas and rules use its name. Later you change one place and look for no formula.',
    ],
    example: [
      '把“大额合同线”设成 50 万，审批和提醒都按它。',
      'Set “Large contract” to 500,000: approvals and warnings go by it.',
    ],
  },
  calendars: {
    text: [
      '工作日历写明上班时间、放假日和调休，处理时限和工作日天数都按它算。',
      'A calendar holds working hours, holidays and shifted workdays; deadlines and working days are counted by it.',
    ],
    example: [
      '周五下班前提交，48 小时的时限到下周二才到。',
      'Handed in on Friday evening, a 48-hour deadline ends on Tuesday.',
    ],
  },
  connectors: {
    text: [
      '外部系统是能推数据进来、或者让应用去调用的系统。地址写在这里，密钥由管理员在设置里填。',
      'Outside systems push data in or are called by the app. Addresses stand here; an administrator enters secrets in the settings.',
    ],
    example: ['官网表单一提交，就变成一条线索。', 'A form sent on the web site becomes a lead.'],
  },
  app: {
    text: [
      '这里写应用叫什么、左边的菜单怎么排，也可以把应用导出或发布给别人安装。',
      'Here stand the app’s name and the order of its menu; you can also export it or publish it for others to install.',
    ],
    example: ['把“今天要做”放在菜单最上面。', 'Put “To do today” on top of the menu.'],
  },
  versions: {
    text: [
      '每次发布都是一个版本，可以比较改了什么，也可以退回到以前。去掉的字段连数据都还留着。',
      'Every publish is a version: compare what changed, or go back. Fields you removed keep their data.',
    ],
    example: [
      '新审批太慢？退回上周的版本，一秒生效。',
      'The new approval is too slow? Go back to last week’s version in a second.',
    ],
  },
  preview: {
    text: [
      '预览用草稿来演：换手机看、换角色看，还能把时间往前拨，看提醒和任务什么时候出现。',
      'The preview plays your draft: on a phone, in every role, and with time moved on to see when warnings and tasks appear.',
    ],
    example: [
      '以销售的身份新建一条商机，往后拨三天，看主管收到什么。',
      'As a seller make a deal, let three days pass, and see what the manager gets.',
    ],
  },
  check: {
    text: [
      '检查会指出写错的、走不通的、没人能批的地方。点一下去到那里，能一键改好的有按钮。',
      'The check points at what is wrong, leads nowhere, or nobody can approve. A click goes there; some have a button that mends them.',
    ],
    example: ['“总监审批找不到人”：点过去，换一个角色。', '“Nobody can approve”: go there and choose another role.'],
  },
  publish: {
    text: [
      '发布之前先看：改了什么、对已有数据有什么影响、正在走的流程怎么办、权限有没有变宽。没问题再点发布。',
      'Look before you publish: what changes, what happens to data and running work, whether rights open. Then press the button.',
    ],
    example: [
      '把“备注”改成数字：会告诉您有 37 条不是数字，要怎么办。',
      'Make “Note” a number: it says that 37 records hold none, and asks what to do.',
    ],
  },
}
