import type { NameSpace } from '../../../engine/definition/environment.ts'
import { labelText } from '../../../engine/definition/labels.ts'
import type { CompiledForm } from '../../../engine/index.ts'
import { actions } from '../../../engine/sentence/actions.ts'
import { condition } from '../../../engine/sentence/conditions.ts'
import { type Place, placeOf } from '../../../engine/sentence/place.ts'
import { speechOf } from '../../../engine/sentence/sentence.ts'
import { tidied } from '../../../engine/sentence/tidy.ts'
import type { Action, Expr, Label } from '../../../schemas/generated/definition.ts'
import type { Language } from '../../../schemas/problem.ts'
import { formulaText, shownFormula } from '../../formula/names.ts'
import { formulaPlace } from '../../formula/place.ts'
import { peopleText } from '../../people/say.ts'
import { type DurationUnit, durationText, durationUnits } from './duration.ts'

/** Puts pieces of a form's definition into the reader's words. */
export interface Speaking {
  readonly space: NameSpace
  readonly form: CompiledForm | undefined
  readonly language: Language
  label(label: Label | undefined): string
  people(expr: Expr | undefined): string
  /** a condition as a sentence, else as formula text with labels */
  condition(expr: Expr): string
  actions(list: readonly Action[]): string
  /** a duration; of one that a setting holds, the setting's name */
  duration(text: string): string
}

/** Names and sentences of one form in one language. */
export function speakingOf(space: NameSpace, formKey: string, language: Language): Speaking {
  const form = space.forms.get(formKey)
  const place: Place | undefined = form === undefined ? undefined : placeOf(speechOf(space, language), form)
  const formula = (text: string): string => shownFormula(text, formulaPlace(space, formKey, language))
  const told = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : tidied(text, language)
  const people = (expr: Expr | undefined): string =>
    expr === undefined ? '' : peopleText({ space, form, language }, formulaText(expr))
  // The text of a notice is long: a card says that one goes out, and to whom.
  const tell = (action: Action): string => {
    if (action.do === 'notify' || action.do === 'task')
      return `${KINDS[action.do][language === 'zh' ? 0 : 1]}${language === 'zh' ? '给' : ' to '}${people(action.to)}`
    const sentence = place === undefined ? undefined : told(actions(place, () => ({})).say([action]))
    return sentence ?? KINDS[action.do][language === 'zh' ? 0 : 1]
  }
  return {
    space,
    form,
    language,
    label: label => labelText(label, language) ?? '',
    people,
    condition(expr) {
      const text = formulaText(expr)
      return (place === undefined ? undefined : told(condition(place).say(text))) ?? formula(text)
    },
    duration: text => told(durationOf(text, space, language, formula)) ?? text,
    actions: list => list.map(tell).join(language === 'zh' ? '，' : ', '),
  }
}

/** `48h`; `={$settings.days} & "d"` or `={$settings.days} + 3 & "d"` by the setting's name; another formula with labels. */
function durationOf(text: string, space: NameSpace, language: Language, formula: (text: string) => string): string {
  if (!text.startsWith('=')) return durationText(text, language)
  const match = /^=\{\$settings\.(\w+)\}( \+ \d+)?(?: & "(h|min|d|wd|wh|mo)")?$/.exec(text)
  const setting = space.definition.settings?.find(({ key }) => key === match?.[1])
  if (match === null || setting === undefined) return formula(text.slice(1))
  const unit = match[3] === undefined ? '' : ` ${durationUnits[match[3] as DurationUnit][language === 'zh' ? 0 : 1]}`
  return `“${labelText(setting.label, language) ?? setting.key}”${match[2] ?? ''}${unit}`
}

const KINDS: Readonly<Record<Action['do'], readonly [zh: string, en: string]>> = {
  notify: ['发送通知', 'send a notice'],
  task: ['创建待办', 'create a task'],
  create: ['新增记录', 'add a record'],
  update: ['修改记录', 'change the record'],
  upsert: ['新增或修改记录', 'add or change a record'],
  delete: ['删除记录', 'delete the record'],
  move: ['推进阶段', 'move the stage'],
  start: ['发起流程', 'start a workflow'],
  act: ['处理待办', 'act on the task'],
  find: ['查找记录', 'find records'],
  choose: ['按条件执行', 'act by conditions'],
  each: ['逐条执行', 'go through a list'],
  http: ['调用外部系统', 'call another system'],
  signal: ['发出信号', 'send a signal'],
  assign: ['分配负责人', 'assign an owner'],
  lock: ['锁定', 'lock'],
  unlock: ['解锁', 'unlock'],
}
