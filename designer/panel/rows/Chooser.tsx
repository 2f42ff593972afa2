import { useDesign } from '../../texts.ts'
import type { Choice } from '../context.ts'

interface ChooserProps {
  /** of its label; without one it is called by `label` */
  readonly id?: string
  readonly label?: string
  /** said while nothing is chosen */
  readonly asks?: string
  /** what is left to choose */
  readonly choices: readonly Choice[]
  readonly onChoose: (key: string) => void
}

/** Adds one of what is left; it shows nothing chosen itself. */
export function Chooser({ id, label, asks, choices, onChoose }: ChooserProps) {
  const { d } = useDesign()
  return (
    <select
      id={id}
      aria-label={label}
      className="fw-input"
      value=""
      disabled={choices.length === 0}
      onChange={event => onChoose(event.target.value)}
    >
      <option value="">{asks ?? d('designer.choose')}</option>
      {choices.map(([key, shown]) => (
        <option key={key} value={key}>
          {shown}
        </option>
      ))}
    </select>
  )
}
