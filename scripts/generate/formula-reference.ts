import { functions } from '../../engine/expression/index.ts'

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

Generated from the functions themselves (\`node scripts/formulas.ts\`); every example here is run by the tests. The same formula gives the same digits in the browser and on the server;
functions marked SQL also run inside the database.

- Fields by name in any language: \`{金额}\`, \`{customer.grade}\`, \`{lines.price}\`; a plain name works too. They are stored by key, so renaming breaks nothing.
- Operators: \`+ - * / ^ &\` (join text), \`= <> < <= > >=\`, \`%\` after a number, \`&& || !\`. Chinese punctuation is understood.
- A blank counts as 0 in + and -, gives a blank in * and /; an ordering comparison with a blank is false; a blank equals only a blank and "".
- Numbers are exact decimals. Division keeps 20 places, rounded half away from zero; a field rounds to its own places.
- An error (division by zero, a missing look-up) shows in the field and is caught by \`IFERROR\`.
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
  return head + sections.join('')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function rowOf(definition: Definition): string {
  const args = definition.args
    .map(
      ({ name, optional, repeats }) => (optional === true ? `[${name.en}]` : name.en) + (repeats === true ? ', …' : ''),
    )
    .join(', ')
  const aliases = definition.aliases.length === 0 ? '' : ` (also ${definition.aliases.join(', ')})`
  const sql = 'sql' in definition || 'sqlParts' in definition || 'sqlRows' in definition ? ' · SQL' : ''
  const examples = definition.examples.map(({ formula, result }) => `\`${formula}\` → \`${result}\``).join('<br>')
  return `| \`${cell(`${definition.name}(${args})`)}\`${sql} | ${cell(definition.help.zh)}<br>${cell(definition.help.en)}${aliases} | ${cell(examples)} |`
}
