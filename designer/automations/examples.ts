import type { Speaker } from '../../engine/sentence/index.ts'
import type { AppDefinition, Automation, Field, Form } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'

/** Sentences about this app's own forms, to learn from: a silence, a stage, a new record. Only what can be said and read again is shown. */
export function examplesFor(definition: AppDefinition, speaker: Speaker, language: Language): string[] {
  const made = [silence(definition), entered(definition), created(definition)]
  return made.flatMap(automation => {
    if (automation === undefined) return []
    try {
      return speaker.sentence(automation, language) ?? []
    } catch {
      return []
    }
  })
}

const tell = (zh: string, en: string) => [{ do: 'notify' as const, to: '{owner}', message: { zh, en } }]
const named = (key: string) => ({ key, name: { zh: key } })

type Relation = Extract<Field, { type: 'relation' }>

/** A record of one form that no record of another has followed for three days. */
function silence({ forms }: AppDefinition): Automation | undefined {
  for (const form of forms) {
    const link = form.fields.find(
      (field): field is Relation => field.type === 'relation' && field.multiple !== true && field.to !== form.key,
    )
    if (link === undefined) continue
    return {
      ...named('silence'),
      on: [{ event: 'created', form: link.to }],
      unless: [{ event: 'created', form: form.key }],
      same: [[`{$record}`, `{${link.key}}`]],
      within: '72h',
      then: tell('请跟进', 'Please follow up'),
    }
  }
  return undefined
}

function entered({ forms }: AppDefinition): Automation | undefined {
  const staged = forms.find((form): form is Form & Required<Pick<Form, 'stages'>> => form.stages !== undefined)
  const stage = staged?.stages.pipeline.at(1)
  return staged === undefined || stage === undefined
    ? undefined
    : {
        ...named('entered'),
        on: [{ event: 'stage_entered', form: staged.key, stage: stage.key }],
        then: tell('已进入下一阶段', 'Moved on'),
      }
}

function created({ forms }: AppDefinition): Automation | undefined {
  const [form] = forms
  return form === undefined
    ? undefined
    : { ...named('created'), on: [{ event: 'created', form: form.key }], then: tell('有新记录', 'A new record') }
}
