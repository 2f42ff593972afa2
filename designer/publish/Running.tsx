import { useId } from 'react'
import { useDesign, usePageTexts } from '../texts.ts'
import { publishTexts } from './texts.ts'
import type { RunningWork } from './types.ts'

/** What becomes of running work. */
export interface CarryOver {
  readonly workflows: 'finish' | 'move'
  readonly ladders: 'keep' | 'apply'
}

interface RunningProps {
  readonly running: RunningWork
  readonly chosen: CarryOver
  readonly onChoose: (chosen: CarryOver) => void
}

/** What runs or waits by rules that change: counted, where it stands, and one decision for each kind (M19). */
export function Running({ running: { workflows, ladders }, chosen, onChoose }: RunningProps) {
  const { language } = useDesign()
  const w = usePageTexts(publishTexts)
  return (
    <div className="fw-stack">
      {workflows.length === 0 ? null : (
        <div>
          <ul className="fd-running">
            {workflows.map(one => (
              <li key={one.workflow}>
                <strong>{one.name[language]}</strong> {w('runningCount', { n: one.count })}
                <p className="fw-hint">
                  {one.movable === one.count
                    ? w('movableAll')
                    : w('movable', { n: one.movable, m: one.count - one.movable })}
                </p>
                {one.obstacles.length === 0 ? null : (
                  <p className="fw-hint">
                    {one.obstacles
                      .map(({ label, count }) => w('standsAt', { step: label[language], n: count }))
                      .join(language === 'zh' ? '，' : ', ')}
                  </p>
                )}
              </li>
            ))}
          </ul>
          <Choice
            legend={w('running')}
            options={[
              ['finish', w('finish')],
              ['move', w('move')],
            ]}
            chosen={chosen.workflows}
            onChoose={next => onChoose({ ...chosen, workflows: next })}
          />
        </div>
      )}
      {ladders.length === 0 ? null : (
        <div>
          <ul className="fd-running">
            {ladders.map(one => (
              <li key={one.ladder}>
                <strong>{one.name[language]}</strong> {w('waitingCount', { n: one.count })}
              </li>
            ))}
          </ul>
          <Choice
            legend={w('running')}
            options={[
              ['keep', w('keepSteps')],
              ['apply', w('applySteps')],
            ]}
            chosen={chosen.ladders}
            onChoose={next => onChoose({ ...chosen, ladders: next })}
          />
        </div>
      )}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly options: readonly (readonly [T, string])[]
  readonly chosen: T
  readonly onChoose: (chosen: T) => void
}

function Choice<T extends string>({ legend, options, chosen, onChoose }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset className="fd-step-choices">
      <legend className="fw-hidden">{legend}</legend>
      {options.map(([key, text]) => (
        <label key={key} className="fw-check">
          <input type="radio" name={name} checked={key === chosen} onChange={() => onChoose(key)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}
