import { useId, useState } from 'react'
import type { OpenTask } from '../api/task-types.ts'
import { fileAddress, uploadFile } from '../api/upload.ts'
import { SignatureDialog } from '../form/controls/signature.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { toast } from '../ui/toast.tsx'
import type { ActBody } from './useAct.ts'

/** What goes with a decision: words, files, a signature. */
export interface Evidence {
  readonly opinion: string
  readonly files: readonly { readonly id: string; readonly name: string }[]
  readonly signature: string | undefined
  readonly signing: boolean
  /** as an act takes it */
  readonly body: ActBody
  set(change: Partial<Pick<Evidence, 'opinion' | 'files' | 'signature' | 'signing'>>): void
  attach(list: FileList | null): Promise<void>
}

export function useEvidence(task: OpenTask): Evidence {
  const [said, setSaid] = useState<Pick<Evidence, 'opinion' | 'files' | 'signature' | 'signing'>>({
    opinion: task.draft?.opinion ?? '',
    files: [],
    signature: undefined,
    signing: false,
  })
  const opinion = said.opinion.trim()
  return {
    ...said,
    body: {
      ...(opinion === '' ? {} : { opinion }),
      ...(said.files.length === 0 ? {} : { files: said.files.map(file => file.id) }),
      ...(said.signature === undefined ? {} : { signature: said.signature }),
    },
    set: change => setSaid(now => ({ ...now, ...change })),
    async attach(list) {
      for (const file of [...(list ?? [])]) {
        try {
          const { id, name } = await uploadFile(file, () => undefined)
          setSaid(now => ({ ...now, files: [...now.files, { id, name }] }))
        } catch (caught) {
          toast.failed(caught)
        }
      }
    },
  }
}

/** The line above the buttons: the opinion, files, and the signature where the step asks for one. */
export function EvidenceFields({ task, evidence }: { readonly task: OpenTask; readonly evidence: Evidence }) {
  const { t } = useText()
  const id = useId()
  const { opinion, files, signature, set } = evidence
  const needs = (what: string) => task.require.includes(what)
  return (
    <>
      <div className="fw-act-words">
        <label className="fw-hidden" htmlFor={id}>
          {t('task.opinion')}
        </label>
        <textarea
          id={id}
          className="fw-textarea"
          rows={1}
          maxLength={5000}
          aria-required={needs('opinion')}
          placeholder={t(needs('opinion') ? 'task.opinionRequired' : 'task.opinionHint')}
          value={opinion}
          onChange={event => set({ opinion: event.target.value })}
        />
        <label className="fw-icon-button" title={t('task.files')}>
          <Icon name="file" />
          <span className="fw-hidden">{t('task.files')}</span>
          <input
            type="file"
            multiple
            className="fw-hidden"
            onChange={event => void evidence.attach(event.target.files)}
          />
        </label>
        {needs('signature') ? (
          <Button icon="edit" onClick={() => set({ signing: true })}>
            {t(signature === undefined ? 'task.sign' : 'task.signAgain')}
          </Button>
        ) : null}
      </div>
      {files.length === 0 && signature === undefined ? null : (
        <p className="fw-row">
          {files.map(file => (
            <span key={file.id} className="fw-tag">
              {file.name}
            </span>
          ))}
          {signature === undefined ? null : (
            <img className="fw-signed" src={fileAddress(signature)} alt={t('field.signature')} />
          )}
        </p>
      )}
      {evidence.signing ? (
        <SignatureDialog
          title={t('field.signature')}
          onClose={() => set({ signing: false })}
          onSigned={file => set({ signature: file, signing: false })}
        />
      ) : null}
    </>
  )
}
