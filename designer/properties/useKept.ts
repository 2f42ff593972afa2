import { useEffect, useState } from 'react'

/** ms without a key after which what was typed becomes an edit, so that undo takes back values, not letters. */
const KEEP_AFTER_MS = 400

/** What an input or a text area shows while it is typed in; kept when the author pauses or leaves. */
export function useKept(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return {
    value: text,
    onChange: (event: { readonly target: { readonly value: string } }) => setText(event.target.value),
    onBlur: () => (text === value ? undefined : onChange(text)),
  }
}
