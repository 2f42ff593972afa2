import { useQueryClient } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { WaitingTemplate } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.tsx'

/** Templates somebody published that nobody can install yet: an administrator looks and decides. */
export function Waiting({ templates }: { readonly templates: readonly WaitingTemplate[] }) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const client = useQueryClient()
  if (templates.length === 0) return null
  const decide = async ({ key, version }: WaitingTemplate, act: 'approve' | 'withdraw') => {
    try {
      await request('POST', `/store/templates/${key}/${version}/${act}`)
      await client.invalidateQueries({ queryKey: keys.store })
      toast.done(w(act === 'approve' ? 'store.approved' : 'store.refused'))
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <section className="fw-card" style={{ padding: 16, marginBottom: 16 }}>
      <h2 style={{ marginBottom: 8 }}>{w('store.waiting')}</h2>
      {templates.map(template => (
        <div
          key={`${template.key} ${template.version}`}
          className="fw-row"
          style={{ gap: 12, padding: '8px 0', flexWrap: 'wrap' }}
        >
          <div className="fw-grow">
            <strong>{label(template.name)}</strong>{' '}
            <span className="fw-faint">{t('store.version', { version: template.version })}</span>
            <p className="fw-hint">
              {(template.hosts ?? []).length === 0
                ? t('store.noHosts')
                : t('store.hosts', { hosts: (template.hosts ?? []).join(', ') })}{' '}
              {label(template.notes)}
            </p>
          </div>
          <Button size="small" kind="primary" onClick={() => void decide(template, 'approve')}>
            {w('store.approve')}
          </Button>
          <Button size="small" onClick={() => void decide(template, 'withdraw')}>
            {w('store.refuse')}
          </Button>
        </div>
      ))}
    </section>
  )
}
