import type { AppDefinition } from '../../schemas/generated/definition.ts'

/** What a step is judged by: the draft, the page one is on, and what can be seen on it. */
export interface Situation {
  readonly definition: AppDefinition
  readonly part: string
  readonly sees: (selector: string) => boolean
}

/** One thing to do by oneself. */
export interface TourStep {
  readonly key: string
  readonly title: readonly [zh: string, en: string]
  readonly text: readonly [zh: string, en: string]
  /** the page it is done on; absent = wherever it leads */
  readonly part?: string
  /** the control to use: the first of these that can be seen */
  readonly at: readonly string[]
  /** whether it is done, since how things stood when the step began */
  readonly done: (before: Situation, now: Situation) => boolean
}

type Measure = (definition: AppDefinition) => unknown

const fieldsOf = ({ forms }: AppDefinition) => forms.flatMap(({ fields }) => fields)
const count =
  (wanted: (field: ReturnType<typeof fieldsOf>[number]) => boolean): Measure =>
  definition =>
    fieldsOf(definition).filter(wanted).length

/** More than before. */
const grew =
  (measure: Measure): TourStep['done'] =>
  (before, now) =>
    Number(measure(now.definition)) > Number(measure(before.definition))
/** Other than before. */
const changed =
  (measure: Measure): TourStep['done'] =>
  (before, now) =>
    JSON.stringify(measure(now.definition)) !== JSON.stringify(measure(before.definition))
const sees =
  (selector: string): TourStep['done'] =>
  (_, now) =>
    now.sees(selector)

const optionsOf: Measure = ({ optionLibraries = [] }) => optionLibraries.map(({ options }) => options)
const labelsOf: Measure = definition => Object.fromEntries(fieldsOf(definition).map(({ key, label }) => [key, label]))

/** The tour for the first app, in the order of doing. Of any app: nothing here names a form or a field. */
export const steps: readonly TourStep[] = [
  {
    key: 'field',
    title: ['加一个字段', 'Add a field'],
    text: [
      '把“单行文字”从左边拖进表单，也可以点一下它。放下就能用，不用填别的。',
      'Drag “Text” from the left into the form, or click it. It works as soon as it is dropped.',
    ],
    part: 'forms',
    at: ['.fd-palette-item[data-type="text"]', '.fd-palette-item'],
    done: grew(count(() => true)),
  },
  {
    key: 'name',
    title: ['给它起名字', 'Give it a name'],
    text: [
      '在右边把名称改成您要的，比如“采购负责人”。改完点别处就算数。',
      'Type its name on the right, “Buyer” for example. It counts as soon as you leave the box.',
    ],
    part: 'forms',
    at: ['.fd-properties input'],
    done: changed(labelsOf),
  },
  {
    key: 'required',
    title: ['让它必填', 'Make it required'],
    text: ['勾上“必填”：没填的人保存不了，会看到提示。', 'Tick “Required”: nobody saves without it, and is told so.'],
    part: 'forms',
    at: ['.fd-properties .fd-switch'],
    done: grew(count(field => 'required' in field && field.required === true)),
  },
  {
    key: 'choice',
    title: ['加一个下拉', 'Add a drop-down'],
    text: [
      '再拖一个“下拉选择”进来。能选的就不要让人打字，以后才好统计。',
      'Now drag in a “Drop-down”. What is chosen, not typed, can be counted later.',
    ],
    part: 'forms',
    at: ['.fd-palette-item[data-type="select"]'],
    done: grew(count(({ type }) => type === 'select')),
  },
  {
    key: 'options',
    title: ['写上选项', 'Write its options'],
    text: [
      '点右边的“编辑选项”，加一个选项或改一个名字，比如“重点客户”。',
      'Open “Edit options” on the right and add an option or rename one, “Key account” for example.',
    ],
    at: ['.fd-options input', '.fd-properties .fd-choice button'],
    done: changed(optionsOf),
  },
  {
    key: 'phone',
    title: ['看看手机上的样子', 'Look at it on a phone'],
    text: [
      '回到表单，在上面切换到“手机”。同事在外面看到的就是这样。',
      'Back on the form, switch to “Phone” above: this is what colleagues see on the road.',
    ],
    part: 'forms',
    at: ['.fd-widths button:last-child'],
    done: sees('.fd-canvas.is-phone'),
  },
  {
    key: 'check',
    title: ['看看会改变什么', 'See what will change'],
    text: [
      '点右上角的“发布”。这里只是看：改了什么、对数据有什么影响，还没有生效。',
      'Press “Publish” at the top. You only look: what changes and what it does to the data. Nothing is live yet.',
    ],
    at: ['.fd-top .is-primary'],
    done: (_, now) => now.part === 'publish',
  },
  {
    key: 'publish',
    title: ['发布', 'Publish'],
    text: [
      '看过没问题，就点页面上的发布按钮。一秒左右大家就用上新的了，随时可以退回。',
      'If it looks right, press the publish button on the page. In a second everybody has it, and you can go back at any time.',
    ],
    part: 'publish',
    at: ['.fd-publish .fw-button.is-primary'],
    done: sees('.fd-publish a.is-primary'),
  },
  {
    key: 'open',
    title: ['打开用一用', 'Open it'],
    text: [
      '您改好了自己的应用。打开它，新字段就在表单里。以后想改，再回到这里。',
      'You changed your own app. Open it: the new field is in the form. Come back here whenever you want to change more.',
    ],
    at: ['.fd-publish a.is-primary', '.fd-back'],
    done: () => false,
  },
]
