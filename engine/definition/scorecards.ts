import type { AppDefinition, Bands, Dimension, Expr, Field, Scorecard } from '../../schemas/generated/definition.ts'
import { ANY, BOOLEAN, Decimal, type Environment, listOf, NUMBER, type Type } from '../expression/index.ts'
import { atLeastMs, type Duration, parseDuration } from '../timer/duration.ts'
import type { CompiledExpression, CompiledLibrary, CompiledScorecard } from './compiled.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { type BandRow, bandsOf, gradeOf, pointsOf, type ScoredPart, tableBandOf, totalOf } from './score-tree.ts'
import type { FormShell } from './shells.ts'

export type ScoreField = Extract<Field, { type: 'score' }>

/** Decimal places of a total or a dimension whose field names none. */
const SCALE = 2
/** Parts that are no dimension; no dimension may bear their names. */
const TOTAL = 'total'
const GRADE = 'grade'
const partNames: ReadonlySet<string> = new Set([TOTAL, GRADE])
/** A scorecard is not refreshed more often. */
const SHORTEST_REFRESH: Duration = { amount: 1, unit: 'h' }

/** A scorecard of the app with its expressions ready to be put together; `undefined` parts had mistakes, which were reported. */
export interface ScorecardParts {
  readonly definition: Scorecard
  /** its form exists */
  readonly isPlaced: boolean
  readonly dimensions: ReadonlyMap<string, ScoredPart>
  readonly total: CompiledExpression | undefined
  readonly grades: readonly BandRow[] | undefined
}

export const scaleOfScore = (field: ScoreField): number | undefined =>
  field.part === GRADE ? undefined : (field.scale ?? SCALE)

/** Types of score fields: a grade is an option of the scorecard's library, every other part a number. */
export function resolveScores(
  definition: AppDefinition,
  forms: ReadonlyMap<string, FormShell>,
  libraries: ReadonlyMap<string, CompiledLibrary>,
): void {
  const scorecards = new Map((definition.scorecards ?? []).map(scorecard => [scorecard.key, scorecard]))
  for (const form of forms.values())
    for (const field of form.fieldList) {
      if (field.definition?.type !== 'score') continue
      const scorecard = scorecards.get(field.definition.scorecard)
      field.scorecard = scorecard
      field.scale = scaleOfScore(field.definition)
      field.refresh = scorecard?.refresh?.onChange === false ? 'schedule' : 'change'
      const library = field.definition.part === GRADE ? libraries.get(scorecard?.options ?? '') : undefined
      field.library = library
      field.valueType = field.scale === undefined ? gradeType(scorecard) : { kind: 'number', scale: field.scale }
    }
}

const gradeType = (scorecard: Scorecard | undefined): Type =>
  scorecard?.options === undefined ? ANY : { kind: 'option', library: scorecard.options }

/** Checks every scorecard and compiles its expressions, each mistake with its place in the definition. */
export function compileScorecards(space: NameSpace, findings: Findings): Map<string, ScorecardParts> {
  const parts = new Map<string, ScorecardParts>()
  for (const [index, scorecard] of (space.definition.scorecards ?? []).entries())
    parts.set(scorecard.key, compileScorecard(space, scorecard, findings.at('scorecards', index)))
  return parts
}

function compileScorecard(space: NameSpace, scorecard: Scorecard, findings: Findings): ScorecardParts {
  const form = space.forms.get(scorecard.form)
  checkRefresh(scorecard, findings.at('refresh'))
  if (form === undefined || form.parent !== undefined) {
    findings
      .at('form')
      .error('unknown_form', { form: scorecard.form, suggestion: suggest(scorecard.form, space.forms.keys()) })
    return { definition: scorecard, isPlaced: false, dimensions: new Map(), total: undefined, grades: undefined }
  }
  const environment = formEnvironment(space, form)
  const dimensions = new Map<string, ScoredPart>()
  for (const [index, dimension] of scorecard.dimensions.entries()) {
    const place = findings.at('dimensions', index)
    if (partNames.has(dimension.key)) place.at('key').error('reserved_key', { key: dimension.key })
    const part = compileDimension(space, dimension, environment, place)
    if (part !== undefined) dimensions.set(dimension.key, part)
  }
  const adjustments = (scorecard.adjust ?? []).flatMap(({ when, by, label }, index) => {
    const place = findings.at('adjust', index)
    const condition = compileExpression(when, environment, place.at('when'), BOOLEAN)
    const points = compileExpression(by, environment, place.at('by'), NUMBER)
    return condition && points ? [{ label, points: pointsOf(condition, points) }] : []
  })
  const complete =
    dimensions.size === scorecard.dimensions.length && adjustments.length === (scorecard.adjust ?? []).length
  const total = complete
    ? totalOf({ scorecard: scorecard.key, part: TOTAL }, [...dimensions.values()], adjustments)
    : undefined
  const grades = compileGrades(space, scorecard, environment, findings)
  return { definition: scorecard, isPlaced: true, dimensions, total, grades }
}

function checkRefresh({ refresh }: Scorecard, findings: Findings): void {
  if (refresh?.onChange === false && refresh.every === undefined)
    findings.at('every').error('missing_property', { property: 'every' })
  const every = parseDuration(refresh?.every ?? '')
  if (every === undefined) return
  if (every.unit === 'wd' || every.unit === 'wh')
    findings.at('every').error('not_one_of', { value: refresh?.every, allowed: ['72h', '7d', '1mo'] })
  else if (atLeastMs(every) < atLeastMs(SHORTEST_REFRESH))
    findings.at('every').error('too_short_delay', { limit: '1h' })
}

function compileDimension(
  space: NameSpace,
  dimension: Dimension,
  environment: Environment,
  findings: Findings,
): ScoredPart | undefined {
  const { key, label, score, bands } = dimension
  const weight = compileExpression(dimension.weight, environment, findings.at('weight'), NUMBER)
  const constant = weight?.typed.node === 'constant' ? weight.typed.value : undefined
  if (Decimal.isDecimal(constant) && constant.isNegative())
    findings.at('weight').error('out_of_range', { comparison: '≥', limit: 0 })
  if (score !== undefined && bands !== undefined) findings.error('one_of_two', { first: 'score', second: 'bands' })
  if (score === undefined && bands === undefined) findings.at('score').error('missing_property', { property: 'score' })
  const value =
    bands === undefined
      ? score === undefined
        ? undefined
        : compileExpression(score, environment, findings.at('score'), NUMBER)
      : compileBands(space, bands, environment, findings.at('bands'))
  return weight && value && { key, label, missing: missingScore(dimension), weight, value }
}

/** `skip` (null) unless the dimension says otherwise. */
function missingScore({ missing }: Dimension): Decimal | null {
  if (missing === undefined || missing === 'skip') return null
  return new Decimal(missing === 'zero' ? 0 : String((missing as { value: number | string }).value))
}

function compileBands(
  space: NameSpace,
  { of, rows }: Bands,
  environment: Environment,
  findings: Findings,
): CompiledExpression | undefined {
  const value = compileExpression(of, environment, findings.at('of'), NUMBER)
  if (!Array.isArray(rows)) {
    const table = compileExpression(rows as Expr, environment, findings.at('rows'), listOf(ANY))
    if (table !== undefined) checkTable(space, table, findings.at('rows'))
    return value && table && tableBandOf(value, table)
  }
  const written = rows as { from?: Expr; above?: Expr; score: Expr }[]
  const compiled = written.flatMap((row, index): BandRow[] => {
    const place = findings.at('rows', index)
    const edge = compileEdge(row, environment, place)
    const result = compileExpression(row.score, environment, place.at('score'), NUMBER)
    return edge && result ? [{ ...edge, result: result }] : []
  })
  return value && compiled.length === rows.length ? bandsOf(value, compiled) : undefined
}

/** A table setting that is named directly must have the columns bands are read from. */
function checkTable(space: NameSpace, table: CompiledExpression, findings: Findings): void {
  const [reference] = table.references
  if (table.references.length !== 1 || reference?.path[0] !== '$settings' || table.typed.node !== 'reference') return
  const setting = space.definition.settings?.find(({ key }) => key === reference.path[1])
  const columns = new Set((setting?.columns ?? []).map(({ key }) => key))
  if (setting?.type === 'table' && columns.has('score') && (columns.has('from') || columns.has('above'))) return
  findings.error('bands_without_columns', { setting: setting?.key ?? '' })
}

function compileEdge(
  { from, above }: { readonly from?: Expr | undefined; readonly above?: Expr | undefined },
  environment: Environment,
  findings: Findings,
): Pick<BandRow, 'kind' | 'edge'> | undefined {
  if (from !== undefined && above !== undefined) {
    findings.error('one_of_two', { first: 'from', second: 'above' })
    return undefined
  }
  const kind = above === undefined ? 'from' : 'above'
  const expr = from ?? above
  if (expr === undefined) findings.at('from').error('missing_property', { property: 'from' })
  const edge = expr === undefined ? undefined : compileExpression(expr, environment, findings.at(kind), NUMBER)
  return edge && { kind, edge }
}

function compileGrades(
  space: NameSpace,
  { grades, options }: Scorecard,
  environment: Environment,
  findings: Findings,
): BandRow[] | undefined {
  if (grades === undefined) return undefined
  const library = space.libraries.get(options ?? '')
  if (options === undefined) findings.at('options').error('missing_property', { property: 'options' })
  else if (library === undefined)
    findings
      .at('options')
      .error('unknown_library', { library: options, suggestion: suggest(options, space.libraries.keys()) })
  const rows = grades.flatMap((grade, index): BandRow[] => {
    const place = findings.at('grades', index)
    if (library !== undefined && !library.options.has(grade.key))
      place.at('key').error('unknown_option', { library: library.key, option: grade.key })
    const edge = compileEdge(grade, environment, place)
    return edge ? [{ ...edge, result: grade.key }] : []
  })
  return rows.length === grades.length && library !== undefined ? rows : undefined
}

/** The formula behind a score field. The grade follows the form's total as it is stored, rounded to that field's places (M5). */
export function compileScore(
  form: FormShell,
  field: ScoreField,
  scorecards: ReadonlyMap<string, ScorecardParts>,
  findings: Findings,
): CompiledExpression | undefined {
  const parts = scorecards.get(field.scorecard)
  if (parts === undefined) {
    findings.at('scorecard').error('unknown_scorecard', {
      scorecard: field.scorecard,
      suggestion: suggest(field.scorecard, scorecards.keys()),
    })
    return undefined
  }
  const { definition } = parts
  if (definition.form !== form.key) {
    if (parts.isPlaced)
      findings.at('scorecard').error('scorecard_of_other_form', { scorecard: definition.key, form: definition.form })
    return undefined
  }
  const part = field.part ?? TOTAL
  if (part === TOTAL) return parts.total
  if (part === GRADE) return compileGrade(form, parts, findings)
  const known = definition.dimensions.map(({ key }) => key)
  if (!known.includes(part))
    findings.at('part').error('unknown_score_part', { part, suggestion: suggest(part, [...partNames, ...known]) })
  return parts.dimensions.get(part)?.value
}

function compileGrade(form: FormShell, parts: ScorecardParts, findings: Findings): CompiledExpression | undefined {
  const { definition, grades, total } = parts
  if (definition.grades === undefined)
    findings.at('part').error('scorecard_without_grades', { scorecard: definition.key })
  if (grades === undefined || total === undefined) return undefined
  const shown = form.fieldList.find(
    ({ definition: other }) =>
      other?.type === 'score' && other.scorecard === definition.key && (other.part ?? TOTAL) === TOTAL,
  )
  return gradeOf(
    { scorecard: definition.key, part: GRADE },
    shown ?? { total, scale: SCALE },
    grades,
    gradeType(definition),
  )
}

/** What the server needs of the scorecards to refresh them in time: the fields that show each. */
export function scorecardsOf(
  definition: AppDefinition,
  forms: ReadonlyMap<string, FormShell>,
): Map<string, CompiledScorecard> {
  return new Map(
    (definition.scorecards ?? []).map(scorecard => {
      const { key, form, refresh } = scorecard
      const fields = (forms.get(form)?.fieldList ?? []).filter(field => field.scorecard === scorecard)
      const compiled: CompiledScorecard = {
        key,
        form,
        definition: scorecard,
        onChange: refresh?.onChange !== false,
        every: refresh?.every === undefined ? undefined : parseDuration(refresh.every),
        fields: fields.map(field => field.key),
      }
      return [key, compiled]
    }),
  )
}

/**
 * The scorecard's outline alone, for a reader who may not see what it is made of: its fields keep their types and, frozen, what is stored.
 */
export function outlineOf(
  { key, form, options, grades, dimensions }: Scorecard,
  shown: ReadonlySet<string>,
): Scorecard {
  const kept = dimensions.filter(dimension => shown.has(dimension.key))
  const blank = { weight: 0, score: 'BLANK()' }
  return {
    key,
    form,
    dimensions:
      kept.length === 0
        ? [{ key: 'hidden', label: {}, ...blank }]
        : kept.map(({ key: name, label }) => ({ key: name, label, ...blank })),
    ...(options === undefined ? {} : { options }),
    ...(grades === undefined ? {} : { grades: grades.map(grade => ({ key: grade.key, from: 0 })) }),
  }
}
