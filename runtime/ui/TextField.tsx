import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly after?: ReactNode
}

/** A labelled input of our own pages (forms of apps draw theirs from the definition). */
export function TextField({ label, hint, error, after, ...input }: TextFieldProps) {
  const id = useId()
  const described = error !== undefined ? `${id}-error` : hint === undefined ? undefined : `${id}-hint`
  return (
    <div>
      <label className="fw-label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="fw-input"
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described}
      />
      {after}
      {error === undefined ? (
        hint === undefined ? null : (
          <p id={`${id}-hint`} className="fw-hint">
            {hint}
          </p>
        )
      ) : (
        <p id={`${id}-error`} className="fw-error">
          {error}
        </p>
      )}
    </div>
  )
}
