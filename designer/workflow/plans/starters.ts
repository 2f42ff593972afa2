import type { AppDefinition, Role } from '../../../schemas/generated/definition.ts'
import type { Command } from '../../commands/command.ts'

const rolesOf = ({ roles }: AppDefinition): readonly Role[] => roles ?? []

/** Roles whose people may start a workflow by hand. */
export const startersOf = (definition: AppDefinition, workflow: string): string[] =>
  rolesOf(definition).flatMap(({ key, workflows = [] }) => (workflows.includes(workflow) ? [key] : []))

/** Roles that work on a form's records: those who are likely to hand one in. */
export const likelyStarters = (definition: AppDefinition, form: string): string[] =>
  rolesOf(definition).flatMap(({ key, grants }) =>
    grants.some(grant => grant.form === form && grant.can.includes('update')) ? [key] : [],
  )

/** Gives the right to start a workflow to these roles, and takes it from the others. */
export function letStart(definition: AppDefinition, workflow: string, starters: readonly string[]): Command[] {
  return rolesOf(definition).flatMap(({ key, workflows = [] }): Command[] => {
    const has = workflows.includes(workflow)
    if (has === starters.includes(key)) return []
    const next = has ? workflows.filter(one => one !== workflow) : [...workflows, workflow]
    return [{ do: 'set', at: ['roles', key], set: { workflows: next.length === 0 ? null : next } }]
  })
}

/** A workflow for another form: who starts it goes with the form, unless somebody has chosen the roles. */
export function changeForm(definition: AppDefinition, workflow: string, from: string, form: string): Command[] {
  const likely = likelyStarters(definition, from)
  const chosen = startersOf(definition, workflow)
  const untouched = chosen.length === likely.length && chosen.every(role => likely.includes(role))
  return [
    { do: 'set', at: ['workflows', workflow], set: { form } },
    ...(untouched ? letStart(definition, workflow, likelyStarters(definition, form)) : []),
  ]
}
