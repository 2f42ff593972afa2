import type { Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import {
  type Environment,
  elementOf,
  type Node,
  type Resolved,
  type Type,
  type TypedNode,
} from '../expression/index.ts'
import { childrenOf, withChildren } from '../expression/tree.ts'
import type { CompiledForm } from './compiled.ts'
import type { NameSpace } from './environment.ts'

/** What readers call the scopes; their keys begin with `$`. */
const SCOPES: Readonly<Record<string, Label>> = {
  $settings: { zh: '设置', en: 'Settings' },
  $user: { zh: '当前用户', en: 'Current user' },
  $old: { zh: '修改前', en: 'Before the change' },
  $record: { zh: '本记录', en: 'This record' },
  $row: { zh: '本行', en: 'This row' },
  $parent: { zh: '主表', en: 'The record' },
  $stages: { zh: '阶段', en: 'Stages' },
  $item: { zh: '每一项', en: 'Each item' },
  $candidate: { zh: '候选人', en: 'Candidate' },
}

/** Members of people, departments and options; the words of forms and settings are the author's. */
const MEMBERS: Readonly<Record<string, Label>> = {
  name: { zh: '姓名', en: 'Name' },
  login: { zh: '账号', en: 'Login' },
  title: { zh: '职务', en: 'Title' },
  department: { zh: '部门', en: 'Department' },
  manager: { zh: '上级', en: 'Manager' },
  parent: { zh: '上一级', en: 'Parent' },
  head: { zh: '负责人', en: 'Head' },
  score: { zh: '分值', en: 'Score' },
  label: { zh: '名称', en: 'Label' },
  entered_at: { zh: '进入时间', en: 'Entered at' },
  days: { zh: '停留天数', en: 'Days' },
}

/** The text of a label in a language, else in the other one. */
export const labelText = (label: Label | undefined, language: Language): string | undefined =>
  label?.[language] ?? label?.[language === 'zh' ? 'en' : 'zh']

/** What a scope such as `$settings` is called; undefined for a name that is none. */
export const scopeLabel = (key: string): Label | undefined => (Object.hasOwn(SCOPES, key) ? SCOPES[key] : undefined)

/** The label of a member of a form: a field, or a list of records that point to it. */
export const memberLabel = (form: CompiledForm | undefined, key: string): Label | undefined =>
  form?.fields.get(key)?.label ?? form?.inverses.get(key)?.label

/** The same names, called as readers of one language call them: what `labels` of references, explanations and mistakes then say. */
export function labelsIn(environment: Environment, language: Language): Environment {
  const named = (found: Resolved | undefined, words: Readonly<Record<string, Label>>): Resolved | undefined => {
    if (found === undefined) return undefined
    const own = Object.hasOwn(words, found.key) ? words[found.key] : undefined
    const text = labelText((found.labels as Label | undefined) ?? own, language)
    return text === undefined || text === '' ? found : { ...found, label: text }
  }
  return {
    ...environment,
    resolve: name => named(environment.resolve(name), SCOPES),
    member: (type, path, name) => named(environment.member(type, path, name), MEMBERS),
  }
}

/** The labels of a path of keys, in the environment's language; a key without one stays as it is. `from` begins inside an element of that type. */
function pathLabels(environment: Environment, path: readonly string[], from?: Type): string[] {
  let type = from
  return path.map((key, at) => {
    const owner = type && elementOf(type)
    const found = owner === undefined ? environment.resolve(key) : environment.member(owner, path.slice(0, at), key)
    type = found?.type ?? { kind: 'any' }
    return found?.label ?? key
  })
}

/**
 * A checked expression whose references are called as the environment calls them (`labelsIn`), so that its explanation speaks that language. Names bound for
 * each element of a list are called after the list's form.
 */
export function relabelled(
  typed: TypedNode,
  environment: Environment,
  language: Language,
  bound: ReadonlyMap<string, Type> = new Map(),
): TypedNode {
  switch (typed.node) {
    case 'reference':
      return { ...typed, labels: pathLabels(environment, typed.path) }
    case 'bound': {
      const name = labelText(scopeLabel(typed.name), language) ?? typed.name
      const element = bound.get(typed.name) ?? ({ kind: 'any' } as const)
      return { ...typed, labels: [name, ...pathLabels(environment, typed.path, element)] }
    }
    case 'list':
      return { ...typed, items: typed.items.map(item => relabelled(item, environment, language, bound)) }
    case 'call': {
      const element = typed.args[0] && elementOf(typed.args[0].type)
      const inside = element === undefined ? bound : new Map([...bound, ['$item', element]])
      return {
        ...typed,
        args: typed.args.map((arg, at) => relabelled(arg, environment, language, at === 0 ? bound : inside)),
      }
    }
    default:
      return typed
  }
}

/** A checked expression whose text names options by their labels: only what is read, not what is compared. */
export function withOptionLabels(typed: TypedNode, libraries: NameSpace['libraries'], language: Language): TypedNode {
  const texts = new Map<Node, string>()
  const collect = (node: TypedNode): void => {
    if (node.node === 'call') node.args.forEach(collect)
    if (node.node === 'list') node.items.forEach(collect)
    if (node.node !== 'constant' || node.type.kind !== 'option' || node.source.type !== 'text') return
    const label = labelText(libraries.get(node.type.library ?? '')?.options.get(String(node.value))?.label, language)
    if (label !== undefined) texts.set(node.source, label)
  }
  collect(typed)
  if (texts.size === 0) return typed
  // The same piece of text stays the same object wherever it is shared: a conversion is known by that.
  const rewritten = new Map<Node, Node>()
  const rewrite = (node: Node): Node => {
    const known = rewritten.get(node)
    if (known !== undefined) return known
    const label = texts.get(node)
    const next =
      label !== undefined && node.type === 'text'
        ? { ...node, value: label }
        : withChildren(node, childrenOf(node).map(rewrite))
    rewritten.set(node, next)
    return next
  }
  const replace = (node: TypedNode): TypedNode => {
    const source = rewrite(node.source)
    if (node.node === 'call') return { ...node, source, args: node.args.map(replace) }
    return node.node === 'list' ? { ...node, source, items: node.items.map(replace) } : { ...node, source }
  }
  return replace(typed)
}
