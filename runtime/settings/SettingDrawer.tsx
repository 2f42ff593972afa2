import { Button, Drawer, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'

/** Does something that may be refused; what is refused of a field stands under it. */
export type Act = (work: () => Promise<unknown>) => Promise<void>

interface SettingDrawerProps<Values extends object> {
  readonly title: string
  readonly initial: Partial<Values>
  readonly onSave: (values: Values) => Promise<unknown>
  readonly onClose: () => void
  /** further acts, to the left of the foot */
  readonly acts?: (act: Act) => ReactNode
  /** which field a refusal is about, by the steps of its path; by default the field of that path */
  readonly fieldOf?: (steps: readonly string[]) => string | readonly string[] | undefined
  /** stands above the fields */
  readonly above?: ReactNode
  readonly children: ReactNode
}

/** One thing of the settings at the side of its list: its fields, cancel and save. Who saves or acts closes it himself when it is done. */
export function SettingDrawer<Values extends object>(props: SettingDrawerProps<Values>) {
  const { title, initial, onSave, onClose, acts, fieldOf = steps => steps, above, children } = props
  const { t } = useText()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const act: Act = async work => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const single = error instanceof ApiError ? error.errors.filter(({ path }) => path !== '') : []
      if (single.length === 0) toast.failed(error)
      form.setFields(
        single.map(({ path, message }) => ({
          name: (fieldOf(path.split('/').slice(1)) ?? '') as never,
          errors: [message],
        })),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer
      open
      size={460}
      title={title}
      onClose={onClose}
      footer={
        <div className="fw-row" style={{ justifyContent: 'flex-end' }}>
          {acts?.(act)}
          <span className="fw-grow" />
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="primary" disabled={busy} aria-busy={busy || undefined} onClick={() => form.submit()}>
            {t('word.save')}
          </Button>
        </div>
      }
    >
      {above}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={values => void act(() => onSave(values))}
      >
        {children}
      </Form>
    </Drawer>
  )
}
