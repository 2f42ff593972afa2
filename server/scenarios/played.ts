import { createHash } from 'node:crypto'
import type { CompiledScenario } from '../../engine/definition/scenarios.ts'
import type { CompiledApp } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { brokenStep, playingScenarios, type ScenarioResult } from './run.ts'

/** What came of the scenarios of a definition. */
export interface Played {
  readonly scenarios: readonly ScenarioResult[]
  /** keys of those for which there was no time */
  readonly skipped: readonly string[]
}

/** A publish does not wait longer for scenarios to be played. */
const LONGEST_MS = 15_000
const MOST_KNOWN = 50

/**
 * Plays scenarios, one call at a time: each holds a connection and a transaction for as long as it plays. What was played once for a definition is known:
 * whoever has looked at it publishes without waiting.
 */
export class Scenarios {
  readonly #known = new Map<string, Played>()
  readonly #platform: Platform
  #last: Promise<unknown> = Promise.resolve()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** Only those of `keys` when it is given. */
  play(compiled: CompiledApp, keys?: readonly string[]): Promise<Played> {
    const turn = this.#last.then(() => this.#play(compiled, keys))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** The results of all, played now where they are not known. */
  async results(compiled: CompiledApp): Promise<Played> {
    return compiled.scenarios.size === 0
      ? { scenarios: [], skipped: [] }
      : (this.#known.get(hashOf(compiled)) ?? (await this.play(compiled)))
  }

  async #play(compiled: CompiledApp, keys: readonly string[] | undefined): Promise<Played> {
    const wanted = [...compiled.scenarios.values()].filter(({ key }) => keys === undefined || keys.includes(key))
    const until = performance.now() + LONGEST_MS
    const scenarios: ScenarioResult[] = []
    await playingScenarios(this.#platform, { definition: compiled.definition, compiled }, async play => {
      for (const scenario of wanted) {
        if (performance.now() > until) break
        scenarios.push(await this.#playOne(scenario, play))
      }
    })
    const played = { scenarios, skipped: wanted.slice(scenarios.length).map(({ key }) => key) }
    this.#remember(hashOf(compiled), keys === undefined ? played : this.#withKnown(compiled, played))
    return played
  }

  /** What cannot be played to its end has not passed. */
  async #playOne(
    scenario: CompiledScenario,
    play: (scenario: CompiledScenario) => Promise<ScenarioResult>,
  ): Promise<ScenarioResult> {
    try {
      return await play(scenario)
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      const { code, params } = error
      const problem = { zh: errorMessage(code, params, 'zh'), en: errorMessage(code, params, 'en') }
      const at = this.#platform.clock.now()
      const steps = [brokenStep(at, [problem])]
      return { key: scenario.key, passed: false, start: at, steps, happened: [], open: [] }
    }
  }

  /** What is known of all, with what came of some now; those never played are still to be. */
  #withKnown(compiled: CompiledApp, { scenarios }: Played): Played {
    const known = new Map(this.#known.get(hashOf(compiled))?.scenarios.map(one => [one.key, one]))
    for (const one of scenarios) known.set(one.key, one)
    return { scenarios: [...known.values()], skipped: [...compiled.scenarios.keys()].filter(key => !known.has(key)) }
  }

  #remember(name: string, played: Played): void {
    this.#known.set(name, played)
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value ?? '')
  }
}

const hashOf = ({ definition }: CompiledApp): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex')

const ofPlatform = new WeakMap<Platform, Scenarios>()

/** The scenarios of this process. */
export function scenariosOf(platform: Platform): Scenarios {
  const known = ofPlatform.get(platform) ?? new Scenarios(platform)
  ofPlatform.set(platform, known)
  return known
}

/** What a scenario is called, in both languages. */
export function nameOf({ scenarios }: CompiledApp, key: string): { zh: string; en: string } {
  const label = scenarios.get(key)?.definition.name
  return { zh: label?.zh ?? label?.en ?? key, en: label?.en ?? label?.zh ?? key }
}
