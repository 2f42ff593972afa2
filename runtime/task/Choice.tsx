/** One of a few, side by side. */
export function Choice({
  label,
  items,
  chosen,
  onChoose,
}: {
  readonly label: string
  readonly items: readonly { readonly key: string; readonly text: string }[]
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
}) {
  return (
    <fieldset>
      <legend className="fw-label">{label}</legend>
      <div className="fw-chips">
        {items.map(item => (
          <button
            key={item.key}
            type="button"
            className="fw-chip"
            data-color="grey"
            aria-pressed={item.key === chosen}
            onClick={() => onChoose(item.key)}
          >
            {item.text}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
