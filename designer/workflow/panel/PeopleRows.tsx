import { workflowScopes } from '../../../engine/workflow/compile-node.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import type { Patch } from '../../commands/command.ts'
import { PeoplePicker } from '../../people/PeoplePicker.tsx'
import { NOBODY } from '../../people/people.ts'
import { ChoiceRow, SwitchRow, TextRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import type { Speaking } from '../words/speaking.ts'
import { AllowRows } from './AllowRows.tsx'
import { DeadlineRows } from './DeadlineRows.tsx'
import { FieldRights } from './FieldRights.tsx'
import { Checks, FieldsRow } from './inputs.tsx'
import { panelTexts } from './texts.ts'

type PeopleNode = Extract<Node, { type: 'approve' | 'fill' }>

interface PeopleRowsProps {
  readonly speaking: Speaking
  readonly node: PeopleNode
  readonly set: (patch: Patch) => void
}

const SCOPES = ['$applicant']
const REQUIRED = ['opinion', 'attachment', 'signature'] as const
const SKIPS = ['approved_previous', 'approved_before', 'applicant'] as const

/** `list` with or without an element, in the order of `order`; null when it is empty. */
const toggled = <T extends string>(list: readonly T[] | undefined, order: readonly T[], key: string, on: boolean) => {
  const next = order.filter(one => (one === key ? on : (list ?? []).includes(one)))
  return next.length === 0 ? null : next
}

/** Who does it, together how, by when, with which rights: what an approval and a form to fill in have in common, and what only an approval has. */
export function PeopleRows({ speaking, node, set }: PeopleRowsProps) {
  const w = usePageTexts(panelTexts)
  return (
    <>
      <PeoplePicker
        name={w(node.type === 'approve' ? 'who' : 'whoFill')}
        place={speaking}
        scopes={SCOPES}
        known={workflowScopes}
        value={node.by}
        onChange={by => set({ by: by ?? NOBODY })}
      />
      {node.type === 'approve' ? <ModeRows node={node} set={set} /> : null}
      <DeadlineRows speaking={speaking} ladder={node.deadline} onChange={deadline => set({ deadline })} />
      {node.type === 'approve' ? (
        <Checks
          name={w('require')}
          options={REQUIRED.map(one => [one, w(`require_${one}`)] as const)}
          chosen={node.require ?? []}
          onToggle={(key, on) => set({ require: toggled(node.require, REQUIRED, key, on) })}
        />
      ) : (
        <FieldsRow
          name={w('requireFields')}
          form={speaking.form}
          speaking={speaking}
          chosen={node.require ?? []}
          onChange={keys => set({ require: keys.length === 0 ? null : keys })}
        />
      )}
      <FieldRights speaking={speaking} fields={node.fields} onChange={fields => set({ fields })} />
      <details className="fd-more">
        <summary>{w('exceptions')}</summary>
        <PeoplePicker
          name={w('empty')}
          hint={w('emptyHint')}
          place={speaking}
          scopes={SCOPES}
          known={workflowScopes}
          value={node.empty?.to}
          onChange={to => set({ empty: to === undefined ? null : { to } })}
        />
        <ChoiceRow
          name={w('self')}
          value={node.self ?? 'forbid'}
          options={(['forbid', 'skip', 'allow'] as const).map(one => [one, w(`self_${one}`)] as const)}
          onChange={self => set({ self: self === 'forbid' ? null : self })}
        />
        {node.type === 'approve' ? <ApproveMore speaking={speaking} node={node} set={set} /> : null}
      </details>
    </>
  )
}

type Approve = Extract<Node, { type: 'approve' }>

const PASSES = /^\{\$votes\.yes\} >= \{\$votes\.total\} \* (0?\.\d+|1)$/

function ModeRows({ node, set }: { readonly node: Approve; readonly set: (patch: Patch) => void }) {
  const w = usePageTexts(panelTexts)
  const mode = node.mode ?? 'any'
  const share = PASSES.exec(String(node.passWhen ?? ''))?.[1]
  const passWhen = (percent: number): string => `{$votes.yes} >= {$votes.total} * ${percent / 100}`
  return (
    <>
      <ChoiceRow
        name={w('mode')}
        value={mode}
        options={(['any', 'all', 'sequence', 'share'] as const).map(one => [one, w(`mode_${one}`)] as const)}
        onChange={next =>
          set(
            next === 'share' ? { mode: next, passWhen: passWhen(60) } : { mode: next, passWhen: null, failWhen: null },
          )
        }
      />
      {mode === 'share' && share !== undefined ? (
        <TextRow
          name={w('share')}
          hint={w('shareHint')}
          numeric
          value={String(Math.round(Number(share) * 100))}
          onChange={text => {
            const percent = Number(text)
            if (Number.isInteger(percent) && percent > 0 && percent <= 100) set({ passWhen: passWhen(percent) })
          }}
        />
      ) : null}
      {mode === 'all' ? (
        <ChoiceRow
          name={w('rejectWhen')}
          value={node.rejectWhen ?? 'first'}
          options={(['first', 'all'] as const).map(one => [one, w(`reject_${one}`)] as const)}
          onChange={next => set({ rejectWhen: next === 'first' ? null : next })}
        />
      ) : null}
    </>
  )
}

function ApproveMore({ speaking, node, set }: PeopleRowsProps & { readonly node: Approve }) {
  const w = usePageTexts(panelTexts)
  return (
    <>
      <Checks
        name={w('skipWhen')}
        options={SKIPS.map(one => [one, w(`skip_${one}`)] as const)}
        chosen={node.skipWhen ?? []}
        onToggle={(key, on) => set({ skipWhen: toggled(node.skipWhen, SKIPS, key, on) })}
      />
      <AllowRows allow={node.allow} onChange={allow => set({ allow })} />
      <SwitchRow name={w('locks')} value={node.locks !== 'none'} onChange={on => set({ locks: on ? null : 'none' })} />
      <FieldsRow
        name={w('voidOn')}
        form={speaking.form}
        speaking={speaking}
        chosen={node.voidOn ?? []}
        onChange={keys => set({ voidOn: keys.length === 0 ? null : keys })}
      />
    </>
  )
}
