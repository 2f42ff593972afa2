import { Icon } from '../../../runtime/index.ts'
import { usePageTexts } from '../../texts.ts'
import type { Kind } from '../plans/kinds.ts'
import { workflowTexts } from '../texts.ts'
import { insertable, kindIcons } from './kindIcons.ts'

interface PaletteProps {
  readonly onCarry: (event: React.PointerEvent, kind: Kind, name: string) => void
  /** by a press without carrying: behind the selected step */
  readonly onAdd: (kind: Kind) => void
}

/** Kinds of steps: carried onto a ＋, or added behind the selected step by a press. */
export function Palette({ onCarry, onAdd }: PaletteProps) {
  const w = usePageTexts(workflowTexts)
  return (
    <aside className="wf-palette" aria-label={w('steps')}>
      <h2>{w('steps')}</h2>
      <ul>
        {insertable.map(kind => (
          <li key={kind}>
            <button
              type="button"
              title={w(`${kind}Hint`)}
              data-kind={kind}
              onPointerDown={event => onCarry(event, kind, w(kind))}
              onClick={() => onAdd(kind)}
            >
              <Icon name={kindIcons[kind]} size={16} />
              {w(kind)}
            </button>
          </li>
        ))}
      </ul>
      <p>{w('stepsHint')}</p>
    </aside>
  )
}
