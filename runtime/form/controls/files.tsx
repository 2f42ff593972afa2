import { useRef, useState } from 'react'
import { messageOf } from '../../api/apiError.ts'
import { fileAddress, uploadFile } from '../../api/upload.ts'
import { sizeText } from '../../app/format.ts'
import { useFiles } from '../../app/ValueView.tsx'
import { useText } from '../../i18n/useText.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import type { ControlProps } from '../control.ts'

interface Upload {
  readonly id: number
  readonly name: string
  readonly share: number
  readonly error?: string
}

interface FileRules {
  readonly maxSize?: number
  readonly maxCount?: number
  readonly accept?: readonly string[]
}

const kinds = {
  attachment: { accept: undefined, capture: undefined, icon: 'upload', text: 'field.upload' },
  image: { accept: 'image/*', capture: 'environment', icon: 'camera', text: 'field.uploadImage' },
  video: { accept: 'video/*', capture: 'environment', icon: 'video', text: 'field.uploadVideo' },
  audio: { accept: 'audio/*', capture: 'user', icon: 'mic', text: 'field.uploadAudio' },
} as const

const LARGEST = 50_000_000
let uploads = 0

export const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '')

/** Files, photos, videos, recordings: chosen, dropped or taken; each shows its progress and can be opened and removed. */
export function FilesControl(props: ControlProps) {
  const { t } = useText()
  const kind = kinds[(props.field.kind in kinds ? props.field.kind : 'attachment') as keyof typeof kinds]
  const rules = (props.field.definition ?? {}) as FileRules
  const ids = idsOf(props.value)
  const latest = useRef(ids)
  latest.current = ids
  const files = useFiles(ids)
  const [running, setRunning] = useState<readonly Upload[]>([])
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string>()
  const most = rules.maxCount ?? 100
  const limit = Math.min(rules.maxSize ?? LARGEST, LARGEST)

  const send = async (file: File) => {
    uploads += 1
    const id = uploads
    const change = (share: number, error?: string) =>
      setRunning(now =>
        now.map(one => (one.id === id ? { ...one, share, ...(error === undefined ? {} : { error }) } : one)),
      )
    setRunning(now => [...now, { id, name: file.name, share: 0 }])
    try {
      const stored = await uploadFile(file, change)
      setRunning(now => now.filter(one => one.id !== id))
      props.onChange([...latest.current, stored.id])
    } catch (error) {
      change(0, messageOf(error))
    }
  }
  const take = async (list: FileList | null) => {
    const chosen = [...(list ?? [])]
    const large = chosen.find(file => file.size > limit)
    if (large !== undefined) return setRefused(t('field.fileTooLarge', { name: large.name, limit: sizeText(limit) }))
    if (ids.length + chosen.length > most) return setRefused(t('field.tooManyFiles', { n: most }))
    setRefused(undefined)
    for (const file of chosen) await send(file)
    props.onBlur()
  }
  const accept = rules.accept?.join(',') ?? kind.accept
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same by keyboard
    <div
      className={over ? 'fw-files is-over' : 'fw-files'}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files)
      }}
    >
      {ids.map(id => (
        <FileLine
          key={id}
          id={id}
          name={files.get(id)?.name ?? '…'}
          size={files.get(id)?.size}
          picture={props.field.kind === 'image'}
          onRemove={() => props.onChange(ids.filter(one => one !== id))}
        />
      ))}
      {running.map(one => (
        <div key={one.id} className="fw-file-line">
          <Icon name={one.error === undefined ? 'upload' : 'alert'} size={16} />
          <span className="fw-grow fw-cut">
            {one.error === undefined ? one.name : t('field.uploadFailed', { name: one.name, reason: one.error })}
          </span>
          {one.error === undefined ? (
            <span className="fw-faint fw-number" role="status">
              {t('field.uploading', { percent: Math.round(one.share * 100) })}
            </span>
          ) : (
            <IconButton
              icon="close"
              size={14}
              name={t('word.close')}
              onClick={() => setRunning(now => now.filter(item => item.id !== one.id))}
            />
          )}
        </div>
      ))}
      {ids.length >= most ? null : (
        <label className="fw-file-add">
          <Icon name={kind.icon as IconName} size={17} />
          <span>{t(kind.text)}</span>
          <small className="fw-faint">{t('field.dropHere')}</small>
          <input
            id={props.id}
            type="file"
            className="fw-hidden"
            multiple={most > 1}
            accept={accept}
            capture={kind.capture}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || undefined}
            onChange={event => {
              void take(event.target.files)
              event.target.value = ''
            }}
          />
        </label>
      )}
      {refused === undefined ? null : (
        <p className="fw-error" role="alert">
          {refused}
        </p>
      )}
    </div>
  )
}

function FileLine({
  id,
  name,
  size,
  picture,
  onRemove,
}: {
  readonly id: string
  readonly name: string
  readonly size: number | undefined
  readonly picture: boolean
  readonly onRemove: () => void
}) {
  const { t } = useText()
  return (
    <div className="fw-file-line">
      {picture ? (
        <img className="fw-thumb is-small" src={fileAddress(id)} alt="" loading="lazy" />
      ) : (
        <Icon name="file" size={16} />
      )}
      <a className="fw-grow fw-cut" href={fileAddress(id)} target="_blank" rel="noopener noreferrer">
        {name}
      </a>
      {size === undefined ? null : <span className="fw-faint fw-number">{sizeText(size)}</span>}
      <IconButton icon="close" size={14} name={t('field.removeFile', { name })} onClick={onRemove} />
    </div>
  )
}
