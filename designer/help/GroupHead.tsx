import { type GroupHelp, groupHelp } from './groups.ts'
import { HelpButton } from './HelpButton.tsx'

interface GroupHeadProps {
  readonly name: string
  readonly help: GroupHelp
  readonly as?: 'h2' | 'h3'
}

/** The heading of a group of properties, with its "?". */
export function GroupHead({ name, help, as: Heading = 'h3' }: GroupHeadProps) {
  return (
    <div className="fd-group-head">
      <Heading>{name}</Heading>
      <HelpButton name={name} text={groupHelp[help]} />
    </div>
  )
}
