import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FOLDERS, type Rule, sourceFiles } from './rule.ts'

const LONGEST = 350

/** A file is one concept: at most 350 lines. A stylesheet is a list of rules by page and may be longer. */
export const fileLength: Rule = {
  name: 'file length',
  run: async root =>
    sourceFiles(root, FOLDERS, /\.(ts|tsx|mjs)$/).flatMap(file => {
      const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length
      return lines > LONGEST ? [`${file} has ${lines} lines, ${LONGEST} is the limit: split it by concept`] : []
    }),
}

// Put together from parts, so that this file does not find itself.
const MARKS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b(${'TO'}${'DO'}|FIX${'ME'}|XX${'X'})\\b`), 'unfinished work is an issue, not a mark'],
  [new RegExp(`@ts-(${'ignore'}|${'nocheck'}|${'expect-error'})`), 'mend the type instead'],
  [new RegExp(`\\bas ${'any'}\\b`), 'take unknown and narrow it'],
  [new RegExp(`\\b(it|test|describe)\\.(${'skip'}|${'only'})\\b`), 'every test runs'],
]

/** What must not stay in committed code. */
export const leftovers: Rule = {
  name: 'leftovers',
  run: async root =>
    sourceFiles(root, FOLDERS, /\.(ts|tsx|mjs)$/).flatMap(file =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          MARKS.filter(([mark]) => mark.test(line)).map(
            ([mark, instead]) => `${file}:${index + 1}: ${mark.exec(line)?.[0]}: ${instead}`,
          ),
        ),
    ),
}
