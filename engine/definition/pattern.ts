import { RE2JS } from 're2js'

const compiled = new Map<string, ((text: string) => boolean) | undefined>()

/**
 * A matcher for an author's pattern on a linear-time engine, the same in browser and server (SR-21). The whole text must match.
 * `undefined` when the engine cannot run it: look-behind, back-references or a syntax error.
 */
export function compilePattern(pattern: string): ((text: string) => boolean) | undefined {
  if (!compiled.has(pattern)) {
    if (compiled.size > 5000) compiled.clear()
    compiled.set(pattern, build(pattern))
  }
  return compiled.get(pattern)
}

function build(pattern: string): ((text: string) => boolean) | undefined {
  try {
    const re = RE2JS.compile(pattern)
    return text => re.matches(text)
  } catch {
    return undefined
  }
}
