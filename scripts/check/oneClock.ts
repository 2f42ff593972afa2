import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { clockUse } from './purity.ts'
import { type Rule, sourceFiles } from './rule.ts'
import { nodesOf, parse, placeOf } from './syntax.ts'

const SQL_CLOCK =
  /\bnow\s*\(\s*\)|\b(current_date|current_time|current_timestamp|localtime|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\b/i

const ALLOWED = /^server\/(clock\.ts$|database\/migrations\/)/

/** The time comes from server/clock.ts only: into SQL as a parameter, into code as a Clock. */
export const oneClock: Rule = {
  name: 'one clock',
  run: async root => {
    const code = sourceFiles(root, ['server'], /\.ts$/).filter(file => !ALLOWED.test(file))
    const sql = sourceFiles(root, ['server'], /\.sql$/).filter(file => !ALLOWED.test(file))
    return [...code.flatMap(file => inCode(parse(root, file))), ...sql.flatMap(file => inSql(root, file))]
  },
}

function inCode(source: ts.SourceFile): string[] {
  return [...nodesOf(source)].flatMap(node => {
    const used = clockUse(node) ?? sqlClockIn(node)
    return used ? [`${placeOf(source, node)}: ${used}: take the time from the Clock (server/clock.ts)`] : []
  })
}

function sqlClockIn(node: ts.Node): string | undefined {
  const isText =
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  return isText ? SQL_CLOCK.exec(node.text)?.[0] : undefined
}

function inSql(root: string, file: string): string[] {
  const found = SQL_CLOCK.exec(readFileSync(join(root, file), 'utf8').replace(/--.*$/gm, ''))
  return found ? [`${file}: ${found[0]}: the time is a parameter of the statement`] : []
}
