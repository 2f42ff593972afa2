import { Alert, Button } from 'antd'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { copyText } from '../ui/copyText.ts'
import { toast } from '../ui/toast.tsx'

/** A signing secret: shown now, never again. */
export function SecretOnce({ secret }: { readonly secret: string }) {
  const { t } = useText()
  const w = useWords(connectionWords)
  return (
    <Alert
      type="warning"
      showIcon
      style={{ margin: '0 16px 16px' }}
      title={w('once')}
      description={
        <>
          <code className="fw-secret">{secret}</code>
          <p>{w('onceHint')}</p>
        </>
      }
      action={
        <Button onClick={() => void copyText(secret).then(() => toast.done(t('word.copied')))}>{t('word.copy')}</Button>
      }
    />
  )
}
