import { type ExpressionError, parseFormula } from '../../engine/expression/index.ts'
import { childrenOf, type Node, type NodeOf } from '../../engine/expression/tree.ts'
import { bracedPath } from './names.ts'
import { scan } from './scan.ts'

/** One replacement in a formula's text. */
export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly insert: string
}

type Mender = (text: string, error: ExpressionError, suggestion: string) => TextEdit | undefined

const whole: Mender = (_, { start, end }, suggestion) => ({ from: start, to: end, insert: suggestion })

/** The parts of a path with one of them replaced. */
const inPath =
  (replace: (path: readonly string[], error: ExpressionError, suggestion: string) => readonly string[]): Mender =>
  (text, error, suggestion) => {
    const name = scan(text).find(({ kind, start, end }) => kind === 'name' && start >= error.start && end <= error.end)
    return name?.path && { from: name.start, to: name.end, insert: bracedPath(replace(name.path, error, suggestion)) }
  }

/** How the suggestion of a mistake goes into the text, by its code. */
const MENDERS: Readonly<Record<string, Mender>> = {
  formula_unknown_name: inPath((path, _, suggestion) => [suggestion.replace(/^\{|\}$/g, ''), ...path.slice(1)]),
  formula_unknown_member: inPath((path, { params }, suggestion) => {
    const at = path.lastIndexOf(String(params.name))
    return path.map((part, index) => (index === at ? suggestion : part))
  }),
  formula_unknown_option: (_, { start, end }, suggestion) => ({
    from: start,
    to: end,
    insert: `"${suggestion.replaceAll('"', '""')}"`,
  }),
  formula_unknown_function: (text, { start, params }, suggestion) => {
    const name = scan(text).find(
      piece => piece.kind === 'function' && piece.start >= start && piece.path?.[0] === params.name,
    )
    return name && { from: name.start, to: name.end, insert: suggestion }
  },
  formula_not_closed: (text, _, suggestion) => ({ from: text.length, to: text.length, insert: suggestion }),
  formula_name_after_number: whole,
  formula_plus_joins: (text, error, suggestion) => {
    const sum = sumAt(text, error)
    const plus =
      sum && scan(text).find(piece => piece.text === '+' && piece.start >= sum.left.end && piece.end <= sum.right.start)
    return plus && { from: plus.start, to: plus.end, insert: suggestion }
  },
}

/** The edit that follows a mistake's suggestion ("did you mean"), or undefined when it has none. */
export function mend(text: string, error: ExpressionError): TextEdit | undefined {
  const { code, suggestion } = error
  if (suggestion === undefined || suggestion === '' || !Object.hasOwn(MENDERS, code)) return undefined
  return MENDERS[code]!(text, error, suggestion)
}

function sumAt(text: string, { start, end }: ExpressionError): NodeOf<'binary'> | undefined {
  const parsed = parseFormula(text)
  const open: Node[] = 'errors' in parsed ? [] : [parsed.tree]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'binary' && node.operator === '+' && node.start === start && node.end === end) return node
    open.push(...childrenOf(node))
  }
  return undefined
}
