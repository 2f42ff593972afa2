import { useRef, useState } from 'react'
import { Button, Dialog, request, toast } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { sendPictures } from '../pictures/send.ts'
import { TemplatePictures } from '../pictures/TemplatePictures.tsx'
import { SwitchRow, TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { elementTexts } from './texts.ts'

interface SharingProps {
  readonly app: string
  readonly definition: AppDefinition
}

/** The published app leaves the designer: as a file, or as a template others install. */
export function Sharing({ app, definition }: SharingProps) {
  const w = usePageTexts(elementTexts)
  const [publishing, setPublishing] = useState(false)
  return (
    <div className="fd-block">
      <h2>{w('share')}</h2>
      <p className="fd-hint">{w('shareHint')}</p>
      <div className="fd-acts">
        <a className="fw-button is-small" href={`/api/apps/${app}/bundle`} download>
          {w('exportFile')}
        </a>
        <Button size="small" onClick={() => setPublishing(true)}>
          {w('publishTemplate')}
        </Button>
      </div>
      {publishing ? <TemplateDialog app={app} definition={definition} onClose={() => setPublishing(false)} /> : null}
    </div>
  )
}

/** The version after the one written: `1.2.0` becomes `1.3.0`. */
const nextVersion = (version: string): string => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return `${major}.${minor + 1}.0`
}

function TemplateDialog({ app, definition, onClose }: SharingProps & { readonly onClose: () => void }) {
  const { d } = useDesign()
  const w = usePageTexts(elementTexts)
  const [version, setVersion] = useState(nextVersion(definition.version))
  const [notes, setNotes] = useState('')
  const [samples, setSamples] = useState(false)
  const [pictures, setPictures] = useState<readonly Blob[]>([])
  const handedIn = useRef<string>(undefined)
  const [busy, setBusy] = useState(false)
  const publish = async () => {
    setBusy(true)
    try {
      const text = notes.trim()
      // Handed in already when only the pictures did not arrive.
      if (handedIn.current !== version)
        await request('POST', '/store/templates', {
          body: { app, version, sampleData: samples, ...(text === '' ? {} : { notes: { zh: text, en: text } }) },
        })
      handedIn.current = version
      if (pictures.length > 0) await sendPictures(definition.key, version, pictures)
      toast.done(w('templateWaits'))
      onClose()
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  return (
    <Dialog
      kind="wide"
      title={w('publishTemplate')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{d('formula.cancel')}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={!/^\d{1,5}\.\d{1,5}(\.\d{1,5})?$/.test(version)}
            onClick={() => void publish()}
          >
            {w('publishTemplate')}
          </Button>
        </>
      }
    >
      <p className="fd-hint">{w('templateHint')}</p>
      <TextRow name={w('version')} value={version} onChange={setVersion} />
      <TextRow name={w('notes')} lines={3} value={notes} onChange={setNotes} />
      <SwitchRow name={w('withSamples')} value={samples} onChange={setSamples} />
      <TemplatePictures app={app} value={pictures} onChange={setPictures} />
    </Dialog>
  )
}
