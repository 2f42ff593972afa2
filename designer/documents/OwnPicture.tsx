import { useRef } from 'react'
import { Button, toast } from '../../runtime/index.ts'
import { Row } from '../properties/inputs.tsx'
import { usePageTexts } from '../texts.ts'
import { documentTexts } from './texts.ts'

interface OwnPictureProps {
  readonly picture: string | undefined
  readonly onChange: (picture: string | null) => void
}

/** Most pixels on the longer side: 60 mm at 300 dots an inch. */
const LONGEST = 700
/** What the format takes. */
const MOST_CHARACTERS = 200_000

/** A logo or a seal, made as small as paper needs it and kept within the definition. */
export function OwnPicture({ picture, onChange }: OwnPictureProps) {
  const w = usePageTexts(documentTexts)
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    const made = await addressOf(file)
    if (made === undefined) return toast.note(w('badPicture'))
    if (made.length > MOST_CHARACTERS) return toast.note(w('largePicture'))
    onChange(made)
  }
  return (
    <Row name={w('picture')} hint={w('pictureHint')}>
      {id => (
        <div className="fd-own-picture">
          {picture === undefined ? null : <img src={picture} alt={w('picture')} />}
          <input
            ref={input}
            id={id}
            className="fw-hidden"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            onChange={event => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <Button size="small" icon="camera" onClick={() => input.current?.click()}>
            {w('takePicture')}
          </Button>
          {picture === undefined ? null : (
            <Button size="small" kind="quiet" icon="trash" onClick={() => onChange(null)}>
              {w('dropPicture')}
            </Button>
          )}
        </div>
      )}
    </Row>
  )
}

/** The picture drawn again, small, as a PNG: whatever else was in the file is gone. Undefined for what is no picture. */
async function addressOf(file: File): Promise<string | undefined> {
  const drawn = await createImageBitmap(file).catch(() => undefined)
  if (drawn === undefined) return undefined
  const scale = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(drawn.width * scale))
  canvas.height = Math.max(1, Math.round(drawn.height * scale))
  canvas.getContext('2d')?.drawImage(drawn, 0, 0, canvas.width, canvas.height)
  const png = canvas.toDataURL('image/png')
  return png.length <= MOST_CHARACTERS ? png : canvas.toDataURL('image/jpeg', 0.85)
}
