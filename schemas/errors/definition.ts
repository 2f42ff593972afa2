/** Texts for what can be wrong with an app definition's shape or meaning. */
export const definitionErrors = {
  unknown_property: {
    zh: '“{property}”不是这里可用的属性。',
    en: '“{property}” is not a property that is known here.',
  },
  not_supported_yet: {
    zh: '“{name}”是保留名称，当前版本尚不支持。',
    en: '“{name}” is reserved and not supported by this version yet.',
  },
  missing_property: { zh: '缺少“{property}”。', en: '“{property}” is missing.' },
  wrong_type: { zh: '类型不对：应为 {expected}。', en: 'Wrong type: {expected} is expected.' },
  invalid_key: {
    zh: '标识“{value}”无效：请用小写字母开头，只含小写字母、数字和下划线，最多 48 个字符。',
    en: 'The key “{value}” is not valid: start with a lower-case letter and use only lower-case letters, digits and underscores, 48 characters at most.',
  },
  wrong_pattern: { zh: '格式不对：应符合 {pattern}。', en: 'Wrong format: it must match {pattern}.' },
  too_long: { zh: '太长：最多 {limit} 个字符。', en: 'Too long: {limit} characters at most.' },
  too_many: { zh: '太多：最多 {limit} 个。', en: 'Too many: {limit} at most.' },
  too_few: { zh: '太少：至少 {limit} 个。', en: 'Too few: at least {limit}.' },
  out_of_range: { zh: '超出范围：应 {comparison} {limit}。', en: 'Out of range: it must be {comparison} {limit}.' },
  not_one_of: { zh: '“{value}”不在可选值之内：{allowed}。', en: '“{value}” is not one of: {allowed}.' },
  unknown_kind: { zh: '未知的种类“{kind}”。可用：{allowed}。', en: 'Unknown kind “{kind}”. Known: {allowed}.' },
  unsupported_format_version: {
    zh: '定义的格式版本不受支持：本系统支持版本 {supported}。',
    en: 'This format version is not supported: this server reads version {supported}.',
  },
  definition_too_deep: {
    zh: '定义嵌套过深：最多 {limit} 层。',
    en: 'The definition is nested too deep: {limit} levels at most.',
  },
  definition_too_large: {
    zh: '定义过大：最多 {limit} 个值。',
    en: 'The definition is too large: {limit} values at most.',
  },
  add_on_alone: {
    zh: '这是扩展，不是单独的应用：把它加到由“{extends}”安装的应用里。',
    en: 'This is an add-on and no app by itself: add it to an app installed from “{extends}”.',
  },
  additions_alone: {
    zh: '只有扩展才能往别的应用里添加内容：用 extends 写明是哪个应用。',
    en: 'Only an add-on adds to another app: name that app with “extends”.',
  },
  add_on_part: {
    zh: '扩展里不能有“{part}”。',
    en: 'An add-on cannot have “{part}”.',
  },
  add_on_host_missing: {
    zh: '应用里没有“{name}”。{suggestion}可能它的版本太旧，或者已经被删除。',
    en: 'The app has no “{name}”. {suggestion} Its version may be too old, or it was removed.',
  },
  add_on_key_taken: {
    zh: '“{key}”在应用里已经有了，扩展不能改动它。',
    en: 'The app has “{key}” already, and an add-on cannot change it.',
  },
  add_on_changes_host: {
    zh: '扩展只能增加自己的内容，不能改动、隐藏、锁定或放开原应用的“{name}”。',
    en: 'An add-on only adds what is its own: it cannot change, hide, lock or open “{name}” of the app.',
  },
  add_on_reads_around: {
    zh: '角色“{role}”看不到“{form}”，却能通过“{name}”看到从那里算出的内容。',
    en: 'The role “{role}” cannot see “{form}”, yet would see through “{name}” what is worked out from there.',
  },
  hostile_key: { zh: '名称“{property}”不被允许。', en: 'The name “{property}” is not allowed.' },
  reserved_key: {
    zh: '标识“{key}”是系统保留的，请换一个。',
    en: 'The key “{key}” is reserved by the system; choose another.',
  },
  duplicate_key: {
    zh: '标识“{key}”重复，同级内必须唯一。',
    en: 'The key “{key}” is used twice; keys are unique among siblings.',
  },
  unknown_field: { zh: '没有名为“{field}”的字段。{suggestion}', en: 'There is no field “{field}”. {suggestion}' },
  unknown_form: { zh: '没有名为“{form}”的表单。{suggestion}', en: 'There is no form “{form}”. {suggestion}' },
  unknown_library: {
    zh: '没有名为“{library}”的选项库。{suggestion}',
    en: 'There is no option library “{library}”. {suggestion}',
  },
  unknown_option: {
    zh: '选项库“{library}”中没有选项“{option}”。',
    en: 'The option library “{library}” has no option “{option}”.',
  },
  unknown_workflow: {
    zh: '没有名为“{workflow}”的流程。{suggestion}',
    en: 'There is no workflow “{workflow}”. {suggestion}',
  },
  unknown_node: { zh: '流程中没有节点“{node}”。{suggestion}', en: 'The workflow has no node “{node}”. {suggestion}' },
  unknown_stage: { zh: '没有阶段“{stage}”。{suggestion}', en: 'There is no stage “{stage}”. {suggestion}' },
  unknown_setting: { zh: '没有设置“{setting}”。{suggestion}', en: 'There is no setting “{setting}”. {suggestion}' },
  no_possible_approver: {
    zh: '节点“{node}”不可能有处理人：这里写的是空。请写角色、主管或人员字段。',
    en: 'The node “{node}” can have nobody to act: its people are blank. Name a role, a manager or a field of a person.',
  },
  unknown_role: { zh: '没有角色“{role}”。{suggestion}', en: 'There is no role “{role}”. {suggestion}' },
  broken_text: {
    zh: '这里有不能保存的字符（半个字符或空字符），请删去。',
    en: 'A character here cannot be kept (half of one, or NUL); take it out.',
  },
  unknown_dashboard: {
    zh: '没有仪表盘“{dashboard}”。{suggestion}',
    en: 'There is no dashboard “{dashboard}”. {suggestion}',
  },
  unknown_view: { zh: '没有视图“{view}”。{suggestion}', en: 'There is no view “{view}”. {suggestion}' },
  unknown_calendar: { zh: '没有日历“{calendar}”。{suggestion}', en: 'There is no calendar “{calendar}”. {suggestion}' },
  unknown_scorecard: {
    zh: '没有评分卡“{scorecard}”。{suggestion}',
    en: 'There is no scorecard “{scorecard}”. {suggestion}',
  },
  scorecard_of_other_form: {
    zh: '评分卡“{scorecard}”属于表单“{form}”，只有该表单的字段能显示它。',
    en: 'The scorecard “{scorecard}” belongs to the form “{form}”; only fields of that form can show it.',
  },
  scorecard_without_grades: {
    zh: '评分卡“{scorecard}”没有设置等级。',
    en: 'The scorecard “{scorecard}” has no grades.',
  },
  unknown_score_part: {
    zh: '评分卡没有“{part}”这一项：请用 total、grade 或评分项的标识。{suggestion}',
    en: 'The scorecard has no part “{part}”: use total, grade or the key of a dimension. {suggestion}',
  },
  one_of_two: {
    zh: '“{first}”和“{second}”只能填写一个。',
    en: 'Use “{first}” or “{second}”, not both.',
  },
  bands_without_columns: {
    zh: '设置“{setting}”不能用作分段表：它要有“score”列，以及“from”（满）或“above”（超过）列。',
    en: 'The setting “{setting}” cannot hold bands: it needs a column “score” and a column “from” or “above”.',
  },
  unknown_section_tab: { zh: '没有标签页“{tab}”。', en: 'There is no tab “{tab}”.' },
  wrong_field_type: {
    zh: '字段“{field}”的类型是 {actual}，这里需要 {expected}。',
    en: 'The field “{field}” is of type {actual}; {expected} is needed here.',
  },
  formula_cycle: { zh: '公式循环引用：{cycle}。', en: 'Formulas depend on each other in a circle: {cycle}.' },
  option_cycle: { zh: '选项的上级循环：{cycle}。', en: 'Parents of options form a circle: {cycle}.' },
  manager_cycle: { zh: '上级关系循环：{cycle}。', en: 'Managers form a circle: {cycle}.' },
  unreachable_node: { zh: '节点“{node}”永远到不了。', en: 'The node “{node}” can never be reached.' },
  dead_end: {
    zh: '节点“{node}”之后没有去处：请连到下一个节点或结束。',
    en: 'Nothing follows the node “{node}”: connect it to a next node or an end.',
  },
  branch_gap: {
    zh: '节点“{node}”的分支没有覆盖所有情况：请加一条没有条件的“否则”分支。',
    en: 'The branches of the node “{node}” leave a gap: add one without a condition (“otherwise”).',
  },
  endless_loop: {
    zh: '节点 {cycle} 形成没有人参与的循环。',
    en: 'The nodes {cycle} form a loop in which nobody has to act.',
  },
  missing_join: {
    zh: '节点“{node}”可能同时到达多个令牌，请设置汇合方式。',
    en: 'More than one token can reach the node “{node}”: say how they join.',
  },
  join_deadlock: {
    zh: '汇合节点“{node}”可能永远等不齐：有的分支不一定走到。请把 join 改为 "started"（等已开始的分支），或让每个分支都通到这里。',
    en: 'The join “{node}” may wait for ever: not every branch has to come. Set join to "started" (branches that began), or lead every branch here.',
  },
  not_proven: {
    zh: '流程状态超过 {limit} 个，未能证明它不会卡住；可以拆成子流程。',
    en: 'The workflow has more than {limit} states, so it is not proven that it cannot get stuck; split it into subprocesses.',
  },
  endless_recursion: {
    zh: '流程“{workflow}”总会再次调用自己：请留一条不经过子流程的路。',
    en: 'The workflow “{workflow}” always calls itself again: leave a way that avoids the subprocess.',
  },
  waits_for_nothing: {
    zh: '等待节点没有说明等什么：请填写 on、where、until 或 after。',
    en: 'The wait does not say what for: give on, where, until or after.',
  },
  wait_unrelated: {
    zh: '等待的表单“{form}”与流程的表单没有关联字段，无法知道是哪一条记录。',
    en: 'The form “{form}” has no relation to or from the form of the workflow, so it is not known which record is meant.',
  },
  votes_without_share: {
    zh: '节点“{node}”写了 passWhen 或 failWhen：只有 mode 为 "share" 时才按票数计算。',
    en: 'The node “{node}” has passWhen or failWhen: votes are counted only with mode "share".',
  },
  too_short_delay: { zh: '时间间隔太短：至少 {limit}。', en: 'The delay is too short: at least {limit}.' },
  too_long_delay: { zh: '时间间隔太长：最多 {limit}。', en: 'The delay is too long: at most {limit}.' },
  expensive_pattern: {
    zh: '表达式“{pattern}”无法使用：{reason}',
    en: 'The pattern “{pattern}” cannot be used: {reason}',
  },
  http_cannot_wait: {
    zh: '调用外部系统只能放在自动化（保存之后）或定时阶梯的动作里，不能放在这里：这里等不了对方的回答。',
    en: 'A call to another system stands among the actions of an automation (after the save) or of a ladder: nothing can wait for its answer here.',
  },
  window_span: {
    zh: '写 over（往回多久）或 last（最近几个）之一；按天、周、月计（bucket）时写 last。',
    en: 'Give either “over” (how far back) or “last” (how many); “bucket” goes with “last”.',
  },
  window_at_of_event: {
    zh: '数事件时，时间就是事件发生的时间，不能另写 at。',
    en: 'Events count when they happen: “at” is for records.',
  },
  formula_expected: { zh: '这里要写公式文本。', en: 'Formula text is expected here.' },
  unknown_name_in_text: {
    zh: '文字里的“{name}”既不是字段，也不是设置项。{suggestion}',
    en: 'The text names “{name}”, which is neither a field nor a setting. {suggestion}',
  },
  unfit_name_in_text: {
    zh: '“{name}”（{actual}）放不进一段文字：明细用“表格”，图片用“图片”。',
    en: '“{name}” ({actual}) does not fit into a text: show rows in a table, pictures as a picture.',
  },
  rows_of_what: {
    zh: '说明这张表列什么：选一个明细或关联列表，或写查找条件，二选一。',
    en: 'Say what the table lists: rows or related records of this form, or a search; one of the two.',
  },
  image_of_what: {
    zh: '选一个图片字段，或放一张固定的图片，二选一。',
    en: 'Choose a field with a picture, or put in a picture of its own; one of the two.',
  },
  total_without_column: {
    zh: '“{field}”要合计，但表格里没有这一列。',
    en: '“{field}” is added up, but is no column of the table.',
  },
  each_of_what: {
    zh: '“逐个”动作要么写 query（查找的记录），要么写 list（列表），二选一。',
    en: '“each” goes through either the records of a “query” or a “list”: give one of the two.',
  },
  upsert_key_not_set: {
    zh: '“{field}”用来判断是否已有记录，也必须在 set 里给出它的值。',
    en: '“{field}” tells whether there is a record already, so “set” must give its value too.',
  },
  action_needs_record: {
    zh: '这个定时规则不针对任何记录，“{action}”没有对象；请用 for 指明记录。',
    en: 'This schedule is about no record, so “{action}” has nothing to act on; say which records with “for”.',
  },
  scenario_clock_absolute: {
    zh: '场景的起始时间要写成日期和时间，如 2026-03-02T09:00。',
    en: 'A scenario begins at a date and time, such as 2026-03-02T09:00.',
  },
  scenario_unknown_name: {
    zh: '场景里没有叫“{name}”的人或记录。{suggestion}',
    en: 'The scenario has no person or record called “{name}”. {suggestion}',
  },
  event_expected: {
    zh: '这里只能用记录或流程的事件，不能用“{found}”。',
    en: 'Only events of records or workflows can stand here, not “{found}”.',
  },
  ladder_reads_elsewhere: {
    zh: '计时条件只能读取本记录的字段，不能读取“{path}”：别处的变化它不会知道。请加一个引用字段或汇总字段再用它。',
    en: 'Conditions of a ladder read the record alone, not “{path}”: it would not hear of a change there. Add a look-up or roll-up field and read that.',
  },
  condition_not_monotone: {
    zh: '无法算出这个条件何时成立：随着时间它可能反复成立。请写成时间只会使其成立的比较，如 TODAY() - 到期日 > 30。',
    en: 'It cannot be told when this condition comes true: time can make it true and false again. Write a comparison that time can only make true, such as TODAY() - due > 30.',
  },
  absence_forms_differ: {
    zh: '“未发生”的各个事件必须属于同一个表单。',
    en: 'The events that did not happen must be of one form.',
  },
  absence_same_missing: {
    zh: '无法判断“{other}”的哪条记录对应“{form}”：请用 same 说明两边相同的字段。',
    en: 'It is not clear which record of “{other}” belongs to one of “{form}”: say with same which fields are equal.',
  },
  self_feeding_automation: {
    zh: '自动化“{automation}”会触发自己。请用条件限定，或只监听其他字段。',
    en: 'The automation “{automation}” triggers itself. Limit it with a condition, or listen to other fields only.',
  },
  required_but_hidden: {
    zh: '字段“{field}”必填，但没有角色能填写它。',
    en: 'The field “{field}” is required but no role may write it.',
  },
  unknown_connector: {
    zh: '没有类型为 {kind} 的连接器“{connector}”。{suggestion}',
    en: 'There is no connector “{connector}” of the kind {kind}. {suggestion}',
  },
  call_path: {
    zh: '路径“{path}”须以“/”开头，不含“?”和“#”（参数写在 query 里），或是公式（以“=”开头）。',
    en: 'The path “{path}” must begin with “/” and hold no “?” or “#” (parameters stand in “query”), or be a formula (begin with “=”).',
  },
  call_without_payload: {
    zh: '{method} 请求不带内容，请删去 payload 或改用 POST。',
    en: 'A {method} request carries no payload: leave it out, or use POST.',
  },
  auth_property_unused: {
    zh: '认证方式“{type}”不用“{property}”，请删去。',
    en: 'The way “{type}” does not use “{property}”: leave it out.',
  },
  auth_header_taken: {
    zh: '请求头“{header}”由系统填写，请换一个名称。',
    en: 'The header “{header}” is filled in by the system: name another one.',
  },
  unknown_policy: { zh: '没有分配策略“{policy}”。{suggestion}', en: 'There is no policy “{policy}”. {suggestion}' },
  policy_of_other_form: {
    zh: '分配策略“{policy}”属于表单“{form}”，不能用于此记录。',
    en: 'The policy “{policy}” belongs to the form “{form}”; it cannot be used for this record.',
  },
  people_expected: {
    zh: '这里要填人员（如角色或人员字段），现在是{actual}。',
    en: 'People are needed here (a role, a field of people), not {actual}.',
  },
  limit_needs_bound: {
    zh: '限额“{limit}”要写“atLeast”（至少）或“max”（至多），且只写一个。',
    en: 'The limit “{limit}” needs “atLeast” or “max”, and only one of them.',
  },
  limit_needs_share: {
    zh: '限额“{limit}”写了“atLeast”，还要用“share”说明哪些记录算在内；数量只能用“max”限制。',
    en: 'The limit “{limit}” says “atLeast”: say with “share” which records it is about; a count can only have a “max”.',
  },
  limit_window: {
    zh: '时间窗“{over}”不可用：请写成 24h、7d 或 1mo 这样向前推算的时长。',
    en: 'The window “{over}” cannot be used: write a length to look back, such as 24h, 7d or 1mo.',
  },
  owner_per_field: {
    zh: '“oneOwnerPer”由数据库保证，只能是本表单的一个文本、关联、选项或人员字段，例如客户。',
    en: '“oneOwnerPer” is kept by the database: it must be one field of this form (text, relation, choice or person), such as the customer.',
  },
  people_form_needs_person: {
    zh: '扩展人员的表单要有且只有一个必填且唯一的“人员”字段，说明每条记录是谁的。',
    en: 'A form that extends people needs exactly one field of type “user” that is required and unique: whose record it is.',
  },
  people_form_twice: {
    zh: '人员只能由一个表单扩展，“{form}”已经是了。',
    en: 'One form only may extend people; “{form}” does already.',
  },
  unknown_time_zone: { zh: '未知的时区“{zone}”。', en: 'Unknown time zone “{zone}”.' },
  invalid_value: {
    zh: '值“{value}”不适合字段“{field}”。',
    en: 'The value “{value}” does not fit the field “{field}”.',
  },
  recipient_not_a_field: {
    zh: '收件人须为成员，或电子邮件、电话类型的字段；不能写固定的地址。',
    en: 'Recipients are people, or fields of type email or phone; an address cannot be written into the definition.',
  },
  recipient_needs_channel: {
    zh: '发送到“{field}”需要在 channels 中写明 {channel}。',
    en: 'Sending to “{field}” needs {channel} among the channels.',
  },
} as const
