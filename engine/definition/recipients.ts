import type { Action } from '../../schemas/generated/definition.ts'
import { elementOf } from '../expression/index.ts'
import type { TypedNode } from '../expression/typed.ts'
import type { CompiledExpression, CompiledField, CompiledForm } from './compiled.ts'
import type { NameSpace } from './environment.ts'
import type { Findings } from './finding.ts'

/** The channel that reaches what a field holds. */
const channelOf: Readonly<Record<string, 'email' | 'sms'>> = { email: 'email', phone: 'sms' }

/**
 * A notice goes to people. It may also leave to what e-mail and phone fields hold, by the channels it names; an address written into the definition is
 * refused, so that no template can send records to a stranger.
 */
export function checkRecipients(
  space: NameSpace,
  form: CompiledForm | undefined,
  { channels = [] }: Extract<Action, { do: 'notify' }>,
  to: CompiledExpression,
  findings: Findings,
): void {
  if (elementOf(to.type).kind !== 'text') return
  for (const node of to.typed.node === 'list' ? to.typed.items : [to.typed]) {
    const field = form === undefined ? undefined : fieldAt(space, form, node)
    const channel = channelOf[field?.kind ?? '']
    if (channel === undefined) findings.error('recipient_not_a_field')
    else if (!channels.some(name => name === channel))
      findings.error('recipient_needs_channel', { field: field?.label, channel })
  }
}

function fieldAt(space: NameSpace, form: CompiledForm, node: TypedNode): CompiledField | undefined {
  if (node.node !== 'reference') return undefined
  const last = node.path.length - 1
  let at: CompiledForm | undefined = form
  for (const [index, key] of node.path.entries()) {
    const field: CompiledField | undefined = at?.fields.get(key)
    if (index === last) return field
    at = space.forms.get(field?.target ?? '')
  }
  return undefined
}
