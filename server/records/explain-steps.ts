import type { FunctionDefinition } from '../../engine/expression/functions/definition.ts'
import {
  Decimal,
  type Explanation,
  elementOf,
  explain,
  FormulaError,
  formatFormula,
  type Result,
  storedValue,
  type Type,
  type TypedNode,
} from '../../engine/expression/index.ts'
import { type CompiledForm, type RecordContext, recordScope } from '../../engine/index.ts'
import type { Place } from '../../engine/record/scope.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { type Leaf, pathReadable, type RecordName, readableTitles, type Sources, sourcesOf } from './explain-sources.ts'
import { type TierSlice, tierBounds } from './explain-tiers.ts'
import type { Connection, FormScope } from './scope.ts'

/** Records shown of a list. */
const SHOWN = 200

export interface StepError {
  readonly code: string
  readonly message: string
}

/** Where one value was read. `computed`: it has an explanation of its own. `record` null: in a record that is not stored. */
interface SourceDoc {
  readonly form: string
  readonly record: string | null
  readonly title: string | null
  readonly field: string | null
  readonly row: string | null
  readonly subform: string | null
  readonly computed: boolean
}

export interface ListDoc {
  readonly form: string
  readonly field: string | null
  readonly count: number
  /** records among them that the reader may not read; their values are not told */
  readonly hidden: number
  /** of numbers, when none is hidden */
  readonly sum?: string
  readonly records: readonly (SourceDoc & { readonly value: unknown })[]
}

/** One step of an explanation as it travels. */
export interface Step extends Pick<Explanation, 'text' | 'operation' | 'skipped' | 'rounding' | 'band' | 'score'> {
  /** `to`: where the next tier begins; `slices`: what each tier brought, of a marginal one */
  readonly tier?: NonNullable<Explanation['tier']> & { readonly to?: string; readonly slices?: readonly TierSlice[] }
  readonly labels?: readonly string[]
  readonly type: string
  readonly value?: unknown
  /** label of an option, title of a linked record */
  readonly shown?: unknown
  readonly error?: StepError
  /** the reader may not see what is here; its value and whatever would tell it are left out */
  readonly hidden?: boolean
  /** worked out once for each element of a list: it has no one value */
  readonly each?: boolean
  readonly source?: SourceDoc
  readonly setting?: string
  readonly list?: ListDoc
  readonly inputs: readonly Step[]
}

/** Who asks about which place, with everything loaded. `record` is the one the place is in. */
export interface Asked {
  readonly scope: FormScope
  readonly place: Place
  readonly record: RecordName | null
  readonly context: RecordContext
  readonly connection: Connection
}

type Pair = readonly [typed: TypedNode, told: Explanation]

/** The steps of a checked expression at a place, each input with its source, cut to what the reader may read (SR-03, SR-04). */
export async function explainSteps(asked: Asked, typed: TypedNode): Promise<Step> {
  const told = explain(typed, recordScope(asked.place, asked.context))
  const sources = new Map<TypedNode, Sources>()
  const wanted: RecordName[] = []
  visit([typed, told], ([node]) => {
    if (node.node !== 'reference') return
    const found = sourcesOf(asked.place, asked.record, node.path, asked.context)
    sources.set(node, found)
    wanted.push(...found.leaves.flatMap(leafRecords))
  })
  const titles = await readableTitles(asked.scope, wanted, asked.connection)
  return new Steps(asked, sources, titles).step([typed, told], new Map(), true)
}

/** The records a roll-up or a list counted, cut in the same way. */
export async function explainList(
  asked: Asked,
  sources: Sources & { readonly form: string },
  field: string | undefined,
): Promise<ListDoc> {
  const titles = await readableTitles(asked.scope, sources.leaves.flatMap(leafRecords), asked.connection)
  const form = asked.scope.installation.app.forms.get(sources.form)
  const allowed = field === undefined || form === undefined || pathReadable(asked.scope, form, [field])
  return new Steps(asked, new Map(), titles).list(sources, allowed)
}

const leafRecords = ({ through, field, value }: Leaf): readonly RecordName[] =>
  field?.target === undefined || typeof value !== 'string' ? through : [...through, { form: field.target, id: value }]

/** A conversion shows as what it converts, as the engine's explanation has it. */
function unwrapped(node: TypedNode): TypedNode {
  const only = node.node === 'call' && node.args.length === 1 ? node.args[0] : undefined
  return only !== undefined && only.source === node.source ? unwrapped(only) : node
}

const children = (node: TypedNode): readonly TypedNode[] =>
  node.node === 'call' ? node.args : node.node === 'list' ? node.items : []

function visit([typed, told]: Pair, see: (pair: Pair) => void): void {
  const node = unwrapped(typed)
  see([node, told])
  for (const [at, child] of children(node).entries()) if (told.inputs[at]) visit([child, told.inputs[at]], see)
}

/** What the names a function binds stand for: the records of a form, the rows of a setting, or what nobody knows. */
type Bound = ReadonlyMap<string, CompiledForm | 'setting' | undefined>

class Steps {
  readonly #asked: Asked
  readonly #sources: ReadonlyMap<TypedNode, Sources>
  readonly #titles: ReadonlyMap<string, string | null>

  constructor(asked: Asked, sources: ReadonlyMap<TypedNode, Sources>, titles: ReadonlyMap<string, string | null>) {
    this.#asked = asked
    this.#sources = sources
    this.#titles = titles
  }

  /** `bound`: the form behind each name that stands for a list's elements. The whole result is the field's value, which the reader may read. */
  step(pair: Pair, bound: Bound, whole: boolean): Step {
    const [typed, told] = pair
    const node = unwrapped(typed)
    const inputs = this.#inputs(node, told, bound)
    const read = this.#read(node, bound)
    const hidden = read.hidden || (!whole && inputs.some(input => input.hidden === true && !input.skipped))
    const each = readsElement(node)
    const tells = !hidden && !each && told.value !== undefined
    return {
      text: told.text,
      skipped: told.skipped,
      type: kindOf(typed.type),
      ...(told.operation === undefined ? {} : { operation: told.operation }),
      ...('labels' in node ? { labels: node.labels } : {}),
      ...(tells && read.list === undefined ? this.#value(told.value!, typed.type) : {}),
      ...(tells ? details(told, inputs) : {}),
      ...(hidden ? { hidden: true } : {}),
      ...(each ? { each: true } : {}),
      ...read.doc,
      inputs,
    }
  }

  #inputs(node: TypedNode, told: Explanation, bound: Bound): Step[] {
    const nodes = children(node)
    const [first] = nodes
    const element = first && elementOf(first.type)
    const form = element?.kind === 'record' ? this.#asked.context.app.forms.get(element.form) : undefined
    const inside: Bound = new Map([...bound, ['$item', first && isOfSettings(first) ? 'setting' : form] as const])
    return told.inputs.flatMap((input, at) => {
      const child = nodes[at]
      return child === undefined ? [] : [this.step([child, input], at === 0 ? bound : inside, false)]
    })
  }

  /** What a reference read: its source or list, and whether the reader may know it. */
  #read(node: TypedNode, bound: Bound): { doc: Partial<Step>; list?: ListDoc; hidden: boolean } {
    const { scope, place } = this.#asked
    if (node.node === 'bound') {
      const form = bound.get(node.name)
      const known =
        scope.caller.admin ||
        node.path.length === 0 ||
        form === 'setting' ||
        (form && pathReadable(scope, form, node.path))
      return { doc: {}, hidden: known !== true }
    }
    const sources = this.#sources.get(node)
    if (node.node !== 'reference' || sources === undefined) return { doc: {}, hidden: false }
    if (sources.setting !== null) return { doc: { setting: sources.setting }, hidden: false }
    const allowed = pathReadable(scope, place.form, node.path)
    if (sources.list && sources.form !== undefined) {
      const list = this.list({ ...sources, form: sources.form }, allowed)
      return { doc: { list }, list, hidden: !allowed || list.hidden > 0 }
    }
    const [leaf] = sources.leaves
    if (leaf === undefined) return { doc: {}, hidden: !allowed }
    if (!allowed || !this.#mayRead(leaf)) return { doc: {}, hidden: true }
    const source = this.#source(leaf)
    const error = leaf.error === null ? {} : { error: this.#error(leaf.error, {}) }
    return { doc: { ...(source === undefined ? {} : { source }), ...error, ...this.#linked(leaf) }, hidden: false }
  }

  list(sources: Sources & { readonly form: string }, allowed: boolean): ListDoc {
    const seen = allowed ? sources.leaves.filter(leaf => this.#mayRead(leaf)) : []
    const hidden = sources.leaves.length - seen.length
    const field = sources.leaves[0]?.field
    const sum = field?.valueType.kind === 'number' && hidden === 0 ? sumOf(seen) : undefined
    return {
      form: sources.form,
      field: field?.key ?? null,
      count: sources.leaves.length,
      hidden,
      ...(sum === undefined ? {} : { sum }),
      records: seen.slice(0, SHOWN).flatMap(leaf => {
        const source = this.#source(leaf)
        return source === undefined
          ? []
          : [{ ...source, value: leaf.field === undefined ? null : (leaf.value ?? null) }]
      }),
    }
  }

  #mayRead({ through }: Leaf): boolean {
    return through.every(({ form, id }) => this.#titles.has(`${form} ${id}`))
  }

  #source({ record, row, subform, rowTitle, field, through }: Leaf): SourceDoc | undefined {
    const own = record ?? this.#asked.record
    const form = own?.form ?? this.#asked.place.parent?.form.key ?? this.#asked.place.form.key
    const named = through.length === 0 || own === null ? null : (this.#titles.get(`${own.form} ${own.id}`) ?? null)
    const title = [named, rowTitle].filter(part => part !== null).join(' · ')
    return {
      form,
      record: own?.id ?? null,
      title: title === '' ? null : title,
      field: field?.key ?? null,
      row,
      subform,
      computed: field?.computed === true,
    }
  }

  #linked({ field, value }: Leaf): Pick<Step, 'shown'> {
    const title = field?.target === undefined ? undefined : this.#titles.get(`${field.target} ${String(value)}`)
    return title == null ? {} : { shown: title }
  }

  #value(value: Result, type: Type): Partial<Step> {
    if (value instanceof FormulaError) return { value: null, error: this.#error(value.code, value.params) }
    const shown = type.kind === 'option' ? this.#option(type.library, value) : undefined
    return { value: told(value, type), ...(shown === undefined ? {} : { shown }) }
  }

  #option(library: string | undefined, value: Result): unknown {
    return this.#asked.context.app.libraries.get(library ?? '')?.options.get(String(value))?.label
  }

  #error(code: string, params: Readonly<Record<string, unknown>>): StepError {
    return { code, message: errorMessage(code, params, this.#asked.scope.caller.language) }
  }
}

const kindOf = (type: Type): string => (type.kind === 'list' ? 'list' : type.kind)

/** A value as it travels; of a list no more than is shown, of records only how many there are. */
function told(value: Result, type: Type): unknown {
  if (!Array.isArray(value))
    return elementOf(type).kind === 'record' && typeof value !== 'string' ? null : storedValue(value, type)
  if (elementOf(type).kind === 'record') return value.length
  return storedValue(value.slice(0, SHOWN), type)
}

function sumOf(leaves: readonly Leaf[]): string {
  const values = leaves.flatMap(({ value }) =>
    value === null || value === undefined || value === '' ? [] : [String(value)],
  )
  return values.reduce((sum, value) => sum.plus(value), new Decimal(0)).toFixed()
}

/** Whether a list is a table setting, or some of its rows: everybody may know them. */
function isOfSettings(node: TypedNode): boolean {
  if (node.node === 'reference') return node.path[0] === '$settings'
  return node.node === 'call' && node.args[0] !== undefined && isOfSettings(node.args[0])
}

/** Whether a step is worked out for each element: it reads a bound name that a function above it binds. */
function readsElement(node: TypedNode): boolean {
  if (node.node === 'bound') return true
  if (node.node === 'list') return node.items.some(readsElement)
  if (node.node !== 'call') return false
  const { args } = node.operation as Partial<FunctionDefinition>
  return node.args.some((arg, at) => args?.[at]?.binds === undefined && readsElement(arg))
}

/** Tier with the bound above it, rounding, score: unless an input is hidden, which they would tell. */
function details({ tier, rounding, ...rest }: Explanation, inputs: readonly Step[]): Partial<Step> {
  if (inputs.some(({ hidden }) => hidden === true)) return {}
  const { band, score } = rest
  return {
    ...(tier === undefined ? {} : { tier: { ...tier, ...tierBounds(tier.from, inputs) } }),
    ...(rounding === undefined || rounding.from === rounding.to ? {} : { rounding }),
    ...(band === undefined ? {} : { band }),
    ...(score === undefined ? {} : { score }),
  }
}

/** A checked expression as text with its labels. */
export function writtenText(typed: TypedNode): string {
  const labels = new Map<readonly string[], readonly string[]>()
  const open = [typed]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ((node.node === 'reference' || node.node === 'bound') && node.source.type === 'path')
      labels.set(node.source.path, node.labels)
    open.push(...children(node))
  }
  return formatFormula(typed.source, path => labels.get(path) ?? path)
}
