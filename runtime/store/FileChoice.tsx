import '../styles/file-choice.css'

interface FileChoiceProps {
  readonly label: string
  readonly hint: string
  /** endings and types a chooser offers */
  readonly accept: string
  readonly onChoose: (file: File) => void
  readonly disabled: boolean
}

/** One file to begin with. */
export function FileChoice({ label, hint, accept, onChoose, disabled }: FileChoiceProps) {
  return (
    <label className="fw-file">
      <span className="fw-label">{label}</span>
      <input
        type="file"
        accept={accept}
        disabled={disabled}
        onChange={event => {
          const file = event.target.files?.[0]
          if (file !== undefined) onChoose(file)
        }}
      />
      <span className="fw-hint">{hint}</span>
    </label>
  )
}
