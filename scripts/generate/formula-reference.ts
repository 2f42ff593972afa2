import { examples, readGiven, readsToday } from '../../designer/formula/examples.ts'
import { functions } from '../../engine/expression/index.ts'
import { readDeviations } from '../../tests/engine/expression/excel/cases.ts'

type Definition = typeof functions extends ReadonlyMap<string, infer D> ? D : never

const families: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  logic: ['逻辑', 'Logic'],
  number: ['数字', 'Numbers'],
  aggregate: ['汇总', 'Aggregates'],
  text: ['文字', 'Text'],
  date: ['日期与时间', 'Dates and times'],
  list: ['列表', 'Lists'],
  record: ['记录', 'Records'],
  people: ['人员', 'People'],
}

const head = `# Formulas · 公式

Generated from the functions themselves (\`node scripts/formulas.ts\`); every example here is run by the tests. The same formula gives the same digits in the browser, on the server and in
the database; a function without the mark SQL is worked out by the server, record by record.

- Fields by name in any language: \`{金额}\`, \`{customer.grade}\`, \`{lines.price}\`; a plain name works too. They are stored by key, so renaming breaks nothing.
- Operators: \`+ - * / ^ &\` (join text), \`= <> < <= > >=\`, \`%\` after a number, \`&& || !\`. \`==\` is \`=\`; \`+\` joins when one side is text. Chinese punctuation is understood.
- A blank counts as 0 in + and -, gives a blank in * and /; an ordering comparison with a blank is false; a blank equals only a blank and "".
- An error (division by zero, a missing look-up) shows in the field, makes what is computed from it fail the same way, and is caught by \`IFERROR\`. Of several the one met first counts: arguments
  from left to right, then the function's own. A list that holds an error is an error.

## Digits · 位数

Numbers are exact decimals below 10^40; beyond is the error \`number_too_large\`. Rounding is half away from zero (2.5 → 3, -2.5 → -3), half to even by \`ROUNDEVEN\`.

| operation | digits |
|---|---|
| \`+ -\`, \`SUM\`, \`MIN\`, \`MAX\`, \`MOD\`, \`ABS\`, rounding | exact |
| \`*\`, \`%\`, \`PRODUCT\`, \`SUMPRODUCT\`, \`TIER\`, whole powers | exact, rounded to 40 places when there are more |
| \`/\`, \`AVERAGE\`, \`AVERAGEIF\`, \`MEDIAN\`, \`VAR\`, negative whole powers | rounded once, to 20 places |
| \`SQRT\`, \`EXP\`, \`LN\`, \`LOG\`, \`STDEV\`, powers that are not whole | 20 significant digits, at most 40 places |
| a field | rounded to the field's own places when it is stored |

## Limits · 限制

20,000 characters a formula, 100 levels of brackets, 1,000 levels of operators, 1,000,000 steps, 1,000,000 characters a text, 200 ms an evaluation; patterns 500 characters on a linear engine.
Each has an error of its own, and \`IFERROR\` does not hide it.

## Where we differ from Excel · 与 Excel 的不同

Everything else in \`tests/engine/expression/excel\` agrees with LibreOffice Calc or exact arithmetic, function by function; the tests run these examples too. \`NETWORKDAYS\` and
\`WORKDAY\` go by the calendar of the app, and without one by Monday to Friday, as in Excel.

| rule | formula | here | Excel |
|---|---|---|---|
`

/** The page as Markdown. */
export function formulaReference(): string {
  const unique = [...new Set(functions.values())]
  const sections = Object.entries(families).map(([family, [zh, en]]) => {
    const members = unique.filter(one => one.family === family).sort((a, b) => (a.name < b.name ? -1 : 1))
    return members.length === 0
      ? ''
      : `\n## ${en} · ${zh}\n\n| function | what | examples |\n|---|---|---|\n${members.map(rowOf).join('\n')}\n`
  })
  return `${head}${deviations().join('\n')}\n${byExample()}${sections.join('')}`
}

/** The worked examples of the formula editor, with names for fields. */
function byExample(): string {
  const rows = examples.map(example => {
    const { title, says, formula, holes, result } = example
    const named = (at: 0 | 1): string =>
      `\`${formula[at].replace(/\{(\w+)\}/g, (_, hole: string) => `{${holes[hole]?.label[at]}}`).replaceAll('|', '\\|')}\``
    const given = Object.values(holes).map(({ label, given }) => `${label[0]} ${label[1]} = ${readGiven(given)}`)
    const day = readsToday(example) ? ['TODAY() = 2026-11-22'] : []
    const gives = [...new Set(result)].join(' / ')
    return `| ${title[0]}<br>${title[1]} | ${says[0]}<br>${says[1]} | ${[...new Set([named(0), named(1)])].join('<br>')} | ${[...given, ...day].join('<br>')} → ${gives} |`
  })
  return `\n## By example · 例子\n\nThe formula editor puts them in with the fields of one's own form.\n\n| for | what | formula | gives |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

/** One row for every example of a rule by which we differ from Excel; the rule stands in the first. */
function deviations(): readonly string[] {
  return readDeviations().flatMap(({ zh, en, examples }) =>
    examples.map(({ formula, ours, excel }, index) => {
      const rule = index === 0 ? `${zh}<br>${en}` : ''
      return `| ${cell(rule)} | \`${cell(formula)}\` | ${outcome(ours)} | ${outcome(excel)} |`
    }),
  )
}

function outcome(text: string): string {
  if (text === '') return 'blank'
  return text.startsWith('finding ') ? `refused: \`${text.replace('finding ', '')}\`` : `\`${text}\``
}

/** ROLLUP and the comparisons are spellings for something that is for SQL. */
const isForSql = ({ sql, sqlParts, sqlRows, expand, name, family }: Definition): boolean =>
  sql !== undefined ||
  sqlParts !== undefined ||
  sqlRows !== undefined ||
  (expand !== undefined && (family === 'logic' || name === 'ROLLUP'))

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function rowOf(definition: Definition): string {
  const args = definition.args
    .map(
      ({ name, optional, repeats }) => (optional === true ? `[${name.en}]` : name.en) + (repeats === true ? ', …' : ''),
    )
    .join(', ')
  const aliases = definition.aliases.length === 0 ? '' : ` (also ${definition.aliases.join(', ')})`
  const sql = isForSql(definition) ? ' · SQL' : ''
  const examples = definition.examples.map(({ formula, result }) => `\`${formula}\` → \`${result}\``).join('<br>')
  return `| \`${cell(`${definition.name}(${args})`)}\`${sql} | ${cell(definition.help.zh)}<br>${cell(definition.help.en)}${aliases} | ${cell(examples)} |`
}
