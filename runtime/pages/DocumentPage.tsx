import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Paper } from '../../engine/document/paper.ts'
import { ApiError } from '../api/apiError.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { recordPath } from '../app/navigation.ts'
import { PaperView } from '../document/PaperView.tsx'
import { paperWords } from '../document/texts.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, PageSkeleton } from '../ui/states.tsx'

/** A record as a document: as it will stand on paper, in either language, and the button that prints it. */
export default function DocumentPage() {
  const { form = '', record = '', document = '' } = useParams()
  const app = useOpenApp()
  const { label, language: own } = useText()
  const w = useWords(paperWords)
  const navigate = useNavigate()
  const [language, setLanguage] = useState(own)
  const back = recordPath(app.key, form, record)
  const known = app.visible.definition.documents?.find(({ key }) => key === document)
  usePage(label(known?.name) || w('paper.print'), back)
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.record(app.key, form, record, 'document'), document, language],
    queryFn: ({ signal }) =>
      get<Paper>(`/apps/${app.key}/forms/${form}/records/${record}/documents/${document}?language=${language}`, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const leave = (
    <Button icon="chevronLeft" onClick={() => void navigate(back)}>
      {w('paper.back')}
    </Button>
  )
  if (error instanceof ApiError && error.status === 404)
    return <Empty icon="file" title={w('paper.gone')} hint={w('paper.goneHint')} action={leave} />
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <PageSkeleton />
  return (
    <div className="fw-print-page">
      <header className="fw-print-bar">
        <div className="fw-grow">
          <h1>{data.name}</h1>
          <p className="fw-faint">{w('paper.hint')}</p>
        </div>
        <fieldset className="fw-print-languages" aria-label={w('paper.language')}>
          {(['zh', 'en'] as const).map(one => (
            <Button key={one} size="small" aria-pressed={language === one} onClick={() => setLanguage(one)}>
              {w(`paper.${one}`)}
            </Button>
          ))}
        </fieldset>
        <span className="fw-print-back">{leave}</span>
        <Button kind="primary" icon="print" onClick={() => window.print()} disabled={data.blocks.length === 0}>
          {w('paper.print')}
        </Button>
      </header>
      {data.blocks.length === 0 ? <Empty icon="file" title={w('paper.empty')} /> : <PaperView paper={data} />}
    </div>
  )
}
