import { useEffect, useRef, useState } from 'react'
import type SignaturePad from 'signature_pad'
import { messageOf } from '../../api/apiError.ts'
import { fileAddress, uploadFile } from '../../api/upload.ts'
import { useText } from '../../i18n/useText.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { ControlProps } from '../control.ts'
import { idsOf } from './files.tsx'

/** A signature drawn by hand; kept as a picture. */
export function SignatureControl(props: ControlProps) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const [id] = idsOf(props.value)
  return (
    <div className="fw-signature">
      {id === undefined ? null : <img src={fileAddress(id)} alt={props.label} />}
      <Button id={props.id} icon="edit" aria-describedby={props.describedBy} onClick={() => setOpen(true)}>
        {t(id === undefined ? 'field.sign' : 'field.signAgain')}
      </Button>
      {open ? (
        <SignatureDialog
          title={props.label}
          onClose={() => setOpen(false)}
          onSigned={file => {
            props.onChange([file])
            setOpen(false)
          }}
        />
      ) : null}
    </div>
  )
}

/** The pad itself; also used where a task asks for a signature. */
export function SignatureDialog({
  title,
  onClose,
  onSigned,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly onSigned: (file: string) => void
}) {
  const { t } = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad>(undefined)
  const [busy, setBusy] = useState(false)
  const [blank, setBlank] = useState(true)
  const [error, setError] = useState<string>()
  useEffect(() => {
    let left = false
    void import('signature_pad').then(({ default: Pad }) => {
      const element = canvas.current
      if (left || element === null) return
      const ratio = Math.max(1, window.devicePixelRatio)
      element.width = element.offsetWidth * ratio
      element.height = element.offsetHeight * ratio
      element.getContext('2d')?.scale(ratio, ratio)
      pad.current = new Pad(element, { penColor: '#1b2130', backgroundColor: '#ffffff' })
      pad.current.addEventListener('endStroke', () => setBlank(false))
    })
    return () => {
      left = true
      pad.current?.off()
    }
  }, [])
  const done = async () => {
    setBusy(true)
    try {
      const picture = await new Promise<Blob | null>(resolve => canvas.current?.toBlob(resolve, 'image/png'))
      if (picture === null) return
      onSigned((await uploadFile(new File([picture], 'signature.png', { type: 'image/png' }), () => undefined)).id)
    } catch (caught) {
      setError(messageOf(caught))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              pad.current?.clear()
              setBlank(true)
            }}
          >
            {t('word.clear')}
          </Button>
          <Button kind="primary" busy={busy} disabled={blank} onClick={() => void done()}>
            {t('field.signDone')}
          </Button>
        </>
      }
    >
      <canvas ref={canvas} className="fw-pad" aria-label={t('field.sign')} />
      {error === undefined ? null : <p className="fw-error">{error}</p>}
    </Dialog>
  )
}
