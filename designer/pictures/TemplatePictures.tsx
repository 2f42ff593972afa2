import { useEffect, useId, useMemo, useState } from 'react'
import { Button, IconButton, toast } from '../../runtime/index.ts'
import { usePageTexts } from '../texts.ts'
import { drawn } from './photograph.ts'
import { takePictures } from './session.ts'
import { pictureTexts } from './texts.ts'
import './pictures.css'

const MOST = 6
/** Wider pictures of one's own are made smaller. */
const WIDEST = 1_600

interface TemplatePicturesProps {
  readonly app: string
  readonly value: readonly Blob[]
  readonly onChange: (value: readonly Blob[]) => void
}

/** The pictures a template is shown with: taken by the product, put in order, one's own among them. */
export function TemplatePictures({ app, value, onChange }: TemplatePicturesProps) {
  const w = usePageTexts(pictureTexts)
  const [at, setAt] = useState<string>()
  const id = useId()
  const take = async () => {
    setAt(w('preparing'))
    try {
      onChange(await takePictures(app, (n, of) => setAt(w('taking', { n: n + 1, of }))))
    } catch (error) {
      toast.failed(error)
    }
    setAt(undefined)
  }
  const add = async (file: File | undefined) => {
    if (file === undefined) return
    try {
      const image = await createImageBitmap(file)
      const scale = Math.min(1, WIDEST / image.width)
      const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
      onChange([...value, await drawn(image, size)])
    } catch {
      toast.note(w('unreadable'))
    }
  }
  const full = value.length >= MOST
  return (
    <section className="fd-pictures" aria-labelledby={id}>
      <h3 id={id}>{w('pictures')}</h3>
      <p className="fd-hint">{w('picturesHint', { most: MOST })}</p>
      <ol>
        {value.map((picture, place) => (
          <Shown
            key={keyOf(picture)}
            picture={picture}
            n={place + 1}
            of={value.length}
            onMove={by => onChange(moved(value, place, by))}
            onRemove={() => onChange(value.filter(one => one !== picture))}
          />
        ))}
      </ol>
      <div className="fd-acts">
        <Button size="small" icon="camera" busy={at !== undefined} onClick={() => void take()}>
          {w(value.length === 0 ? 'take' : 'retake')}
        </Button>
        {full || at !== undefined ? null : (
          <label className="fw-button is-small">
            {w('add')}
            <input
              className="fd-unseen"
              type="file"
              accept="image/*"
              onChange={event => {
                void add(event.target.files?.[0])
                event.target.value = ''
              }}
            />
          </label>
        )}
        <span role="status" className="fd-hint">
          {at ?? ''}
        </span>
      </div>
    </section>
  )
}

const keys = new WeakMap<Blob, number>()
let last = 0
/** A picture keeps its place in the eye while it moves. */
function keyOf(picture: Blob): number {
  const known = keys.get(picture) ?? ++last
  keys.set(picture, known)
  return known
}

function moved(list: readonly Blob[], at: number, by: -1 | 1): readonly Blob[] {
  const rest = list.filter((_, place) => place !== at)
  return [...rest.slice(0, at + by), list[at]!, ...rest.slice(at + by)]
}

interface ShownProps {
  readonly picture: Blob
  readonly n: number
  readonly of: number
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

function Shown({ picture, n, of, onMove, onRemove }: ShownProps) {
  const w = usePageTexts(pictureTexts)
  const address = useMemo(() => URL.createObjectURL(picture), [picture])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  return (
    <li>
      <img src={address} alt={w('picture', { n })} />
      <div>
        {n > 1 ? (
          <IconButton icon="chevronLeft" size={16} name={w('earlier', { n })} onClick={() => onMove(-1)} />
        ) : null}
        {n < of ? (
          <IconButton icon="chevronRight" size={16} name={w('later', { n })} onClick={() => onMove(1)} />
        ) : null}
        <IconButton icon="trash" size={16} name={w('remove', { n })} onClick={onRemove} />
      </div>
    </li>
  )
}
