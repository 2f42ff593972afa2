import type { Node } from '../../../schemas/generated/definition.ts'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import { Checks } from './inputs.tsx'
import { panelTexts } from './texts.ts'

type Allow = NonNullable<Extract<Node, { type: 'approve' }>['allow']>

/** Each act with what it is allowed as, when nothing else is said. */
const FIRST: Required<Allow> = {
  transfer: {},
  add_signer: { kinds: ['before', 'after'], max: 5 },
  remove_signer: {},
  delegate: {},
  cc: {},
  return: { to: ['applicant'], then: 'again', max: 5 },
  urge: { every: '1h' },
  batch: true,
}
const ACTS = Object.keys(FIRST) as readonly (keyof Allow)[]

/** What who decides may do beside deciding. */
export function AllowRows({
  allow,
  onChange,
}: {
  readonly allow: Allow | undefined
  readonly onChange: (allow: Allow | null) => void
}) {
  const w = usePageTexts(panelTexts)
  const chosen = ACTS.filter(act => allow?.[act] !== undefined && allow[act] !== false)
  const toggle = (key: string, on: boolean): void => {
    const next = Object.fromEntries(
      ACTS.flatMap(act => {
        const wanted = act === key ? on : chosen.includes(act)
        return wanted ? [[act, allow?.[act] ?? FIRST[act]]] : []
      }),
    ) as Allow
    onChange(Object.keys(next).length === 0 ? null : next)
  }
  const back = allow?.return
  return (
    <>
      <Checks
        name={w('allow')}
        options={ACTS.map(act => [act, w(`allow_${act}`)] as const)}
        chosen={chosen}
        onToggle={toggle}
      />
      {back === undefined ? null : (
        <>
          <ChoiceRow
            name={w('returnTo')}
            value={back.to?.at(-1) ?? 'applicant'}
            options={(['applicant', 'previous', 'any'] as const).map(one => [one, w(`to_${one}`)] as const)}
            onChange={to => onChange({ ...allow, return: { ...back, to: [to as 'any'] } })}
          />
          <ChoiceRow
            name={w('returnThen')}
            value={back.then ?? 'again'}
            options={(['again', 'back', 'ask'] as const).map(one => [one, w(`then_${one}`)] as const)}
            onChange={then => onChange({ ...allow, return: { ...back, then: then as 'ask' } })}
          />
        </>
      )}
    </>
  )
}
