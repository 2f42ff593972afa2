import type { Speaker } from '../../engine/sentence/index.ts'
import type { AppDefinition, Form, Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'

const name = (label: Label, language: Language): string => label[language] ?? label.zh ?? label.en ?? ''

/** Sentences about this app's own forms, to learn from; only what is understood is shown. */
export function examplesFor({ forms }: AppDefinition, speaker: Speaker, language: Language): string[] {
  const [first] = forms
  const staged = forms.find(({ stages }) => stages !== undefined)
  const made = [
    ...forms.flatMap(form => silences(forms, form, language)).slice(-1),
    ...(staged?.stages === undefined ? [] : [entered(staged, staged.stages.pipeline.at(-1)!.label, language)]),
    ...(first === undefined ? [] : [created(first, language)]),
  ]
  return made.filter(text => speaker.read(text, language).understood).slice(0, 3)
}

/** A record that none of another form has followed for three days: by each relation that leads to it. */
function silences(forms: readonly Form[], form: Form, language: Language): string[] {
  return form.fields.flatMap(field => {
    const target =
      field.type === 'relation' && field.to !== form.key ? forms.find(({ key }) => key === field.to) : undefined
    if (target === undefined) return []
    const [whole, part] = [name(target.name, language), name(form.name, language)]
    return language === 'zh'
      ? `当${whole} 72 小时内没有新的${part}，通知负责人和直属主管`
      : `When a ${whole} has no new ${part} within 72 hours, notify the owner and the manager`
  })
}

const entered = (form: Form, stage: Label, language: Language): string =>
  language === 'zh'
    ? `当${name(form.name, language)}进入${name(stage, language)}，通知负责人`
    : `When a ${name(form.name, language)} enters ${name(stage, language)}, notify the owner`

const created = (form: Form, language: Language): string =>
  language === 'zh'
    ? `当新建${name(form.name, language)}，通知负责人：“请跟进”`
    : `When a ${name(form.name, language)} is created, notify the owner: “Please follow up”`
