import { useMemo } from 'react'
import { Button, Empty } from '../../runtime/index.ts'
import type { Form } from '../../schemas/generated/definition.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { speakingOf } from '../workflow/words/speaking.ts'
import { Pipeline } from './Pipeline.tsx'
import { beginStages } from './plans.ts'
import { StagePanel } from './StagePanel.tsx'
import { stageTexts } from './texts.ts'
import '../workflow/workflow.css'
import './stages.css'

/** The page of stages: those of the form the address names, else of the first form that has some. */
export default function StagesPage(props: PageProps) {
  const { definition, item } = props
  const w = usePageTexts(stageTexts)
  const { forms } = definition
  const form = forms.find(({ key }) => key === item) ?? forms.find(({ stages }) => stages !== undefined) ?? forms[0]
  if (form !== undefined) return <StagesOf key={form.key} {...props} form={form} />
  return (
    <div className="fd-page">
      <Empty
        icon="flag"
        title={w('noForm')}
        hint={w('noFormHint')}
        action={<Button onClick={() => props.open('forms')}>{w('toForms')}</Button>}
      />
    </div>
  )
}

function StagesOf({ app, definition, checked, selected, onSelect, open, form }: PageProps & { readonly form: Form }) {
  const w = usePageTexts(stageTexts)
  const { language, label } = useDesign()
  const speaking = useMemo(
    () => speakingOf(nameSpaceOf(definition), form.key, language),
    [definition, form.key, language],
  )
  const path = `/forms/${definition.forms.indexOf(form)}/stages/pipeline/`
  const findings = useMemo(
    () => checked.findings.filter(finding => finding.path.startsWith(path)),
    [checked.findings, path],
  )
  if (form.stages === undefined)
    return (
      <div className="fd-page">
        <Empty
          icon="flag"
          title={w('empty', { form: label(form.name) })}
          hint={w('emptyHint')}
          action={
            <Button
              kind="primary"
              icon="plus"
              onClick={() => {
                run(...beginStages(form))
                onSelect('stage_1')
              }}
            >
              {w('begin')}
            </Button>
          }
        />
      </div>
    )
  const stage = form.stages.pipeline.find(({ key }) => key === selected)
  const findingsOf = (key: string) => {
    const index = form.stages?.pipeline.findIndex(one => one.key === key)
    return findings.filter(finding => finding.path === `${path}${index}` || finding.path.startsWith(`${path}${index}/`))
  }
  return (
    <div className="wf">
      <Pipeline
        app={app}
        definition={definition}
        form={form}
        speaking={speaking}
        selected={stage?.key ?? null}
        findingsOf={findingsOf}
        onSelect={onSelect}
      />
      {stage === undefined ? null : (
        <StagePanel
          key={stage.key}
          app={app}
          definition={definition}
          form={form}
          stage={stage}
          speaking={speaking}
          findings={findingsOf(stage.key)}
          open={open}
          onClose={() => onSelect(null)}
        />
      )}
    </div>
  )
}
