import type { Phrases } from './table.ts'

/** How automations are told in English; the spelling is that of the Chinese table. */
export const en: Phrases = {
  and: [',', 'and also', 'as well as', '&', 'and'],
  or: [',', 'or'],
  either: ['or', ', or', 'or'],
  also: ['and', ', and', 'and'],
  actions: [',', ', then', 'then', 'and then', 'and', ', and'],
  one: 'a {name}|an {name}|the {name}|any {name}|one {name}|{name}',
  never: [', nor', 'and', 'nor', ', and'],

  plain:
    'when {on}, {then}|whenever {on}, {then}|if {on}, {then}|after {on}, {then}|once {on}, {then}|as soon as {on}, {then}|{on}, {then}',
  plainIf:
    'when {on}, if {where}, {then}|when {on} and {where}, {then}|whenever {on} and {where}, {then}|{on}, if {where}, {then}|when {on} if {where}, {then}|if {on} and {where}, {then}',
  absence:
    'when {on}, and within {within} {unless}, {then}|when {on} and within {within} {unless}, {then}|when {on} and {unless} within {within}, {then}|when {on}, and {unless} within {within}, {then}|if {on} and {unless} within {within}, {then}|when {on} and {unless} for {within}, {then}|when {on} and then {unless} for {within}, {then}|if {on} and then {unless} within {within}, {then}',
  absenceIf:
    'when {on}, and within {within} {unless}, if {where}, {then}|when {on} and {unless} within {within}, if {where}, {then}|when {on} and {unless} within {within} and {where}, {then}',
  silence:
    'when {form} has no new {child} within {within}, {then}|when {form} has no {child} within {within}, {then}|when {form} has no new {child} for {within}, {then}|when {form} has no {child} for {within}, {then}|when {form} has had no {child} for {within}, {then}|when {form} has had no new {child} for {within}, {then}|when {form} gets no {child} within {within}, {then}|when {form} gets no new {child} within {within}, {then}|if {form} has no {child} for {within}, {then}|if {form} has no new {child} within {within}, {then}|if {form} has had no {child} for {within}, {then}|when there is no new {child} of {form} within {within}, {then}|when there is no {child} for {form} within {within}, {then}|if there is no {child} for {form} within {within}, {then}',
  topicSilence: 'no new {child} within {within}',
  topicAbsence: '{unless} within {within}',
  each: 'each time {on}',
  options: '{sentence} ({tail})',
  withSave: 'together with saving',
  goesOn: 'going on after errors',
  byCalendar: 'counted by the calendar {calendar}|by the calendar {calendar}',

  created:
    '{form} is created|{form} is added|{form} comes in|{form} arrives|{form} gets created|{form} is registered|creating {form}|somebody creates {form}|someone creates {form}',
  updated: '{form} is changed|{form} is updated|{form} is edited|{form} changes|{form} is modified',
  changed:
    'the {fields} of {form} changes|the {fields} of {form} is changed|the {fields} of {form} is updated|the {fields} of {form} change|{form} changes its {fields}|{form}’s {fields} changes|{form} {fields} changes|{fields} of {form} changes|{form}’s {fields} is changed|the {fields} of {form} is filled in',
  changedTo:
    'the {fields} of {form} becomes {to}|the {fields} of {form} changes to {to}|the {fields} of {form} is set to {to}|the {fields} of {form} is changed to {to}|the {fields} of {form} turns {to}|{fields} of {form} becomes {to}|{form}’s {fields} becomes {to}|{form}’s {fields} changes to {to}|{form} {fields} becomes {to}|{form} {fields} changes to {to}|the {fields} of {form} falls to {to}|the {fields} of {form} rises to {to}|{form}’s {fields} is set to {to}|{form}’s {fields} turns {to}',
  changedFrom:
    'the {fields} of {form} is no longer {from}|{form}’s {fields} is no longer {from}|{fields} of {form} is no longer {from}',
  changedFromTo:
    'the {fields} of {form} changes from {from} to {to}|the {fields} of {form} goes from {from} to {to}|the {fields} of {form} turns from {from} to {to}|{form}’s {fields} changes from {from} to {to}|{form}’s {fields} goes from {from} to {to}|{form} {fields} changes from {from} to {to}|{fields} of {form} changes from {from} to {to}',
  createdAs:
    '{form} is created with {fields} {to}|{form} with {fields} {to} is created|{form} comes in with {fields} {to}|{form} with the {fields} {to} is created',
  deleted: '{form} is deleted|{form} is removed|{form} gets deleted',
  stageEntered:
    '{form} enters {stage}|{form} reaches {stage}|{form} enters the stage {stage}|{form} reaches the stage {stage}|{form} moves to {stage}|{form} moves into {stage}|{form} gets to {stage}|{form} is moved to {stage}',
  stageMoved: '{form} enters another stage|{form} changes its stage|{form} enters a new stage|{form} moves on',
  stageLeft: '{form} leaves {stage}|{form} leaves the stage {stage}|{form} moves out of {stage}',
  stageQuit: '{form} leaves its stage',
  finished:
    '{workflow} of {form} ends|{workflow} of {form} is finished|{workflow} of {form} finishes|the {workflow} of {form} ends|the {workflow} of {form} is finished|the {workflow} of {form} is done',
  becomes:
    'for {form} {condition}|{form} has {condition}|{form} comes to {condition}|{form}’s {condition}|the condition of {form} {condition}|{form} {condition}',
  dateBefore:
    '{offset} before the {date} of {form}|{offset} before {date} of {form}|{offset} before {form}’s {date}|it is {offset} before the {date} of {form}',
  dateAfter:
    '{offset} after the {date} of {form}|{offset} after {date} of {form}|{offset} after {form}’s {date}|{offset} past the {date} of {form}',
  dateOn:
    'the {date} of {form} comes|the {date} of {form} is reached|on the {date} of {form}|on {form}’s {date}|{form}’s {date} comes|the {date} of {form} arrives',
  dateBeforeAt:
    '{offset} before the {date} of {form} at {at}|at {at} {offset} before the {date} of {form}|{offset} before {form}’s {date} at {at}',
  dateAfterAt:
    '{offset} after the {date} of {form} at {at}|at {at} {offset} after the {date} of {form}|{offset} after {form}’s {date} at {at}',
  dateOnAt: 'the {date} of {form} comes at {at}|on the {date} of {form} at {at}|on {form}’s {date} at {at}',
  daily: 'it is {at} every day|every day at {at}|daily at {at}|each day at {at}|it is {at} on any day',
  workdays:
    'it is {at} Monday to Friday|every weekday at {at}|Monday to Friday at {at}|on weekdays at {at}|every working day at {at}',
  weekly: 'it is {at} on {weekday}|every {weekday} at {at}|each {weekday} at {at}|on {weekday}s at {at}',
  monthly:
    'it is {at} on day {day} of the month|on day {day} of every month at {at}|every month on day {day} at {at}|on day {day} of each month at {at}|monthly on day {day} at {at}',
  cron: 'by the timetable {cron}|the timetable {cron} comes round',
  forEach:
    '{schedule}, for each {form}|{schedule} for each {form}|{schedule}, for every {form}|{schedule} for every {form}|{schedule} for all {form}',
  forFew: '{schedule}, for the first {limit} {form} ({where})|{schedule} for the first {limit} {form} ({where})',
  forEachWhere:
    '{schedule}, for each {form} ({where})|{schedule} for each {form} ({where})|{schedule} for each {form} where {where}|{schedule}, for each {form} whose {where}|{schedule} for each {form} whose {where}|{schedule} for every {form} whose {where}',
  often:
    '{of} more than {times} times within {over}|within {over} {of} more than {times} times|{of} more than {times} times in {over}',
  oftenAtLeast:
    '{of} at least {times} times within {over}|within {over} {of} at least {times} times|{of} {times} times within {over}|{of} {times} times in {over}',
  many: 'there are more than {times} {form} of the same {per} within {over}|the same {per} has more than {times} {form} within {over}|within {over} there are more than {times} {form} of the same {per}',
  manyAtLeast:
    'there are at least {times} {form} of the same {per} within {over}|the same {per} has at least {times} {form} within {over}|within {over} there are at least {times} {form} of the same {per}|the same {per} has {times} {form} within {over}',
  row: '{last} times in a row for the same {per} in {form} {measure}|{last} {form} in a row of the same {per} have {measure}',
  rowAt: '{last} times in a row by {at} for the same {per} in {form} {measure}',
  rowOfDays: '{last} {bucket} in a row by {at} for the same {per} in {form} {aggregate} {measure}',
  buckets: { day: 'days|day', week: 'weeks|week', month: 'months|month' },
  aggregates: {
    sum: 'in total|in sum',
    average: 'on average',
    min: 'at the lowest',
    max: 'at the highest',
    count: 'in number',
  },
  rowAlone: '{last} times in a row in {form} {measure}',
  button:
    '{label} is pressed on {form}|{label} is clicked on {form}|somebody presses {label} on {form}|the button {label} is pressed on {form}|someone clicks {label} on {form}',
  filtered: '{what} ({where})|{what} where {where}|{what} whose {where}',
  weekdays: ['Sunday|Sun', 'Monday|Mon', 'Tuesday|Tue', 'Wednesday|Wed', 'Thursday|Thu', 'Friday|Fri', 'Saturday|Sat'],

  notCreated:
    'no {form} is created|no {form} is added|no new {form} is created|no new {form} comes in|there is no new {form}|there is no {form}|no {form} comes in|no {form} follows|no new {form} follows|no {form} happens',
  notCreatedSame:
    'no {form} of the same {relation} is created|no {form} for the same {relation} is created|no new {form} of the same {relation} is created|the same {relation} has no new {form}|the same {relation} has no {form}|there is no new {form} of the same {relation}|there is no {form} for the same {relation}',
  notChanged:
    'the {fields} is not filled in|the {fields} does not change|the {fields} is not changed|the {fields} is not updated|the {fields} are not filled in|nobody fills in the {fields}|nobody changes the {fields}|{fields} is not filled in|{fields} does not change|its {fields} is not filled in|its {fields} does not change|{fields} is not updated',
  notChangedTo:
    'the {fields} does not become {to}|the {fields} does not change to {to}|the {fields} is not set to {to}|{fields} does not become {to}|its {fields} does not become {to}|{fields} is not set to {to}|the {fields} is not {to}',
  notEntered:
    'it does not enter {stage}|it does not reach {stage}|it has not reached {stage}|it does not move to {stage}|it has not entered {stage}',
  notUpdated:
    'nobody changes it|it is not changed|it is not updated|nothing changes|it does not change|nobody touches it|it is not touched',
  notFinished:
    '{workflow} does not end|{workflow} is not finished|the {workflow} is not finished|the {workflow} does not end',
  ofForm: 'of {form} {never}|for {form} {never}',

  notify:
    'notify {to}: {message}|tell {to}: {message}|notify {to} {message}|tell {to} {message}|remind {to}: {message}|remind {to} {message}|notify {to} of {message}|tell {to} that {message}|inform {to}: {message}|send {to} {message}|send {to} the message {message}|alert {to}: {message}',
  notifyBy:
    'notify {to} by {channels}: {message}|tell {to} by {channels}: {message}|remind {to} by {channels}: {message}|notify {to} by {channels} {message}|send {to} {channels}: {message}|send {to} an {channels}: {message}|send {to} a {channels}: {message}|notify {to} via {channels}: {message}',
  notifyOnly:
    'notify {to}|tell {to}|remind {to}|inform {to}|alert {to}|let {to} know|send {to} a notice|send a notice to {to}|send a reminder to {to}',
  notifyOnlyBy:
    'notify {to} by {channels}|tell {to} by {channels}|remind {to} by {channels}|notify {to} via {channels}|send {to} an {channels}|send {to} a {channels}|send an {channels} to {to}|send a {channels} to {to}',
  channels: {
    app: 'notice in the app|in-app notice|app notice',
    email: 'e-mail|email|mail',
    sms: 'text message|sms|SMS',
    wecom: 'WeCom',
    dingtalk: 'DingTalk',
    feishu: 'Feishu|Lark',
    webhook: 'webhook',
  },
  task: 'give {to} the task {title}|assign {to} the task {title}|give {to} a task {title}|give {to} a task: {title}|ask {to} to do {title}|ask {to} to {title}|create a task {title} for {to}|create the task {title} for {to}',
  taskDue:
    'give {to} the task {title}, {due}|give {to} a task {title}, {due}|give {to} the task {title} {due}|assign {to} the task {title}, {due}|ask {to} to do {title} {due}|create the task {title} for {to}, {due}|create a task {title} for {to} {due}|ask {to} to {title} {due}',
  dueWithin: 'due within {time}|due in {time}|within {time}|in {time}',
  dueOn: 'due on the {date}|due on {date}|due by the {date}|due by {date}|by the {date}',
  create:
    'create {form} with {set}|create {form}, with {set}|add {form} with {set}|create {form}: {set}|create a new {form} with {set}',
  createBare: 'create {form}|add {form}|create a new {form}',
  given: '{field} {value}|{field} = {value}|{field} as {value}|{field} set to {value}|the {field} {value}',
  update: 'set {set}|change {set}|update {set}',
  updateOf: 'set in {target} {set}|set of the {target} {set}|in the {target} set {set}|on the {target} set {set}',
  assigned: 'the {field} to {value}|{field} to {value}|its {field} to {value}|{field} = {value}',
  move: 'move it to {stage}|move it to the stage {stage}|move the record to {stage}|advance it to {stage}|move to {stage}|bring it to {stage}',
  moveOf: 'move the {target} to {stage}|move {target} to {stage}|advance the {target} to {stage}',
  start:
    'start {workflow}|start the workflow {workflow}|begin {workflow}|submit it for {workflow}|start the {workflow}|submit it to {workflow}',
  assign:
    'assign it by {policy}|hand it out by {policy}|assign by {policy}|reassign it by {policy}|give it out by {policy}|assign it with {policy}|hand it to somebody by {policy}',
  assignExcept:
    'assign it by {policy} to somebody other than {except}|reassign it by {policy} to somebody other than {except}|assign it by {policy}, but not to {except}|hand it out by {policy}, but not to {except}|assign it by {policy} except to {except}',
  release:
    'put it into the pool of {policy}|release it by {policy}|put it back into the pool of {policy}|return it to the pool of {policy}',
  lock: 'lock the record|lock it',
  lockFields: 'lock the fields {fields}|lock {fields}|lock the {fields}',
  unlock: 'unlock the record|unlock it',
  unlockFields: 'unlock the fields {fields}|unlock {fields}|unlock the {fields}',
  delete: 'delete the record|delete it|delete this record',
  act: 'let the task {on} be {as}',
  actTo: 'let the task {on} be {as} to {to}',
  acts: {
    approve: 'approved',
    reject: 'rejected',
    return: 'returned',
    transfer: 'passed on',
    urge: 'urged',
    close: 'closed',
  },
  doneIf: 'if {when} then {action}|if {when}, {action}',

  ladderOn: 'from when {on}',
  ladderFrom: 'counted from the {what}',
  ladderStage: 'counted from when it enters the stage',
  ladderStop: 'ends when {what}',
  ladderStopOn: 'ends when {on}',
  ladderPause: 'pauses while {what}',
  stepBefore: '{time} before',
  stepAfter: 'after {time}',
  stepAt: 'at {at}',
  stepIf: 'if {what},',
  stepAgain: '(then every {every}, {times} times)',
  colon: ':',

  inField: 'the {who}|{who}',
  owner: 'the owner|owner|whoever owns it|its owner|the person in charge|the responsible person',
  manager:
    'the manager of {who}|{who}’s manager|manager of {who}|the superior of {who}|the boss of {who}|{who}’s superior|{who}’s boss',
  managerAbove:
    'the manager {level} levels above {who}|manager {level} levels above {who}|the superior {level} levels above {who}',
  head: 'the head of the department of {who}|head of the department of {who}|{who}’s department head|{who}’s head of department',
  ownersManager:
    'the manager|manager|the direct manager|his manager|her manager|their manager|the direct superior|their direct manager|the superior|the supervisor|the boss|the line manager|their boss|the direct supervisor|direct manager|line manager|supervisor',
  ownersManagerAbove:
    'the manager’s manager|the manager above|his manager’s manager|their manager’s manager|manager’s manager|the manager two levels up',
  ownersHead: 'the head of department|the department head|department head|the head of the department',
  role: 'everybody in {role}|all {role}|everyone in {role}|the role {role}|{role}|the {role}|all the {role}|every {role}',

  of: '{relation}’s {rest}|the {relation}’s {rest}|{relation} {rest}',
  more: 'the {path} is more than {value}|the {path} is over {value}|{path} is more than {value}|the {path} is above {value}|{path} is over {value}|{path} is above {value}|the {path} exceeds {value}|{path} exceeds {value}|{path} > {value}|the {path} is greater than {value}|{path} is greater than {value}|{path} over {value}|{path} above {value}|more than {value} {path}|over {value} {path}',
  less: 'the {path} is less than {value}|the {path} is below {value}|{path} is less than {value}|{path} is below {value}|the {path} is under {value}|{path} is under {value}|{path} < {value}|{path} below {value}|{path} under {value}|fewer than {value} {path}|less than {value} {path}',
  atLeast:
    'the {path} is at least {value}|{path} is at least {value}|the {path} reaches {value}|{path} reaches {value}|{path} >= {value}|at least {value} {path}|{path} of at least {value}',
  atMost:
    'the {path} is at most {value}|{path} is at most {value}|{path} <= {value}|the {path} is no more than {value}|{path} is no more than {value}|at most {value} {path}',
  equal: 'the {path} is {value}|the {path} equals {value}|{path} is {value}|{path} equals {value}|{path} = {value}',
  unequal: 'the {path} is not {value}|{path} is not {value}|the {path} differs from {value}',
  isOption:
    'the {path} is {values}|{path} is {values}|{path} = {values}|the {path} equals {values}|the {path} is one of {values}|{path} is one of {values}',
  isNotOption: 'the {path} is not {values}|{path} is not {values}|the {path} is neither {values}|{path} isn’t {values}',
  isYes:
    '{path} is ticked|the {path} is ticked|{path} is yes|{path} is checked|{path} is true|{path} is set|the {path} is yes|it is {path}',
  isNotYes:
    '{path} is not ticked|the {path} is not ticked|{path} is no|{path} is not checked|{path} is not yes|the {path} is no|it is not {path}',
  isEmpty:
    'the {path} is empty|{path} is empty|the {path} is blank|{path} is blank|{path} is not filled in|the {path} is not filled in|there is no {path}|{path} is missing|no {path} is given',
  isFilled:
    'the {path} is filled in|{path} is filled in|the {path} is not empty|{path} is not empty|there is a {path}|{path} is given',
  isPast:
    'the {path} is past|the {path} is over|{path} is past|the {path} lies in the past|{path} has passed|the {path} has passed|{path} is before today',
  isToday: 'the {path} is today|{path} is today',
  daysAgo:
    'the {path} is more than {days} days ago|{path} is more than {days} days ago|the {path} was more than {days} days ago|the {path} lies more than {days} days back|{path} is over {days} days ago|more than {days} days have passed since the {path}',
  isText: 'the {path} is {value}|{path} is {value}|the {path} equals {value}|{path} = {value}',
  isNotText: 'the {path} is not {value}|{path} is not {value}',
  isPerson: 'the {path} is {who}|{path} is {who}',
  isNotPerson: 'the {path} is not {who}|{path} is not {who}',
  hasRole:
    'the {path} is in {role}|{path} is in {role}|the {path} has the role {role}|{path} has the role {role}|the {path} is a {role}|{path} is a {role}',
  hasNotRole:
    'the {path} is not in {role}|{path} is not in {role}|the {path} has not the role {role}|the {path} is not a {role}|{path} is not a {role}',

  yes: 'yes|ticked|true|checked',
  no: 'no|not ticked|false',
  blank: 'empty|blank|nothing',
  today: 'today',
  now: 'now|the current time',
  thisRecord: 'this record|the record|it',
  setting: 'the setting {name}|setting {name}',
  durations: {
    h: '{n} hours|{n} hour|{n}h|{n} hrs',
    min: '{n} minutes|{n} minute|{n}min|{n} mins',
    wd: '{n} workdays|{n} workday|{n} working days|{n} working day|{n} business days|{n} business day',
    wh: '{n} working hours|{n} working hour|{n} business hours',
    mo: '{n} months|{n} month',
    d: '{n} days|{n} day|{n}d',
  },
  weeks: '{n} weeks|{n} week',
  spans: {
    '30min': 'half an hour|a half hour',
    '1h': 'an hour|one hour',
    '1d': 'a day|one day',
    '7d': 'a week|one week',
    '1mo': 'a month|one month',
  },
}
