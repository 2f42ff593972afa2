import type { Template } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
import { Tag } from '../ui/Tag.tsx'

/** What of a template is told before it is installed. */
export type TemplateFacts = Pick<Template, 'forms' | 'roles' | 'workflows' | 'timers' | 'hosts' | 'tells'>

const countOf = (value: readonly unknown[] | number | undefined): number =>
  typeof value === 'number' ? value : (value?.length ?? 0)

/** How much it brings. */
export function Facts({ template }: { readonly template: TemplateFacts }) {
  const { t } = useText()
  const timers = countOf(template.timers)
  return (
    <div className="fw-store-facts">
      <Tag>{t('store.forms', { n: countOf(template.forms) })}</Tag>
      {countOf(template.workflows) > 0 ? <Tag>{t('store.workflows', { n: countOf(template.workflows) })}</Tag> : null}
      <Tag>{t('store.roles', { n: countOf(template.roles) })}</Tag>
      {timers > 0 ? <Tag>{t('store.timers', { n: timers })}</Tag> : null}
    </div>
  )
}

/** How far it reaches beyond the house. */
export function Reach({ template: { hosts = [], tells } }: { readonly template: TemplateFacts }) {
  const { t, label } = useText()
  return (
    <>
      <p className="fw-hint">
        {hosts.length === 0 ? t('store.noHosts') : t('store.hosts', { hosts: hosts.join(', ') })}
      </p>
      {(tells?.fields ?? []).length === 0 ? null : (
        <p className="fw-hint">{t('store.tellsOutside', { fields: (tells?.fields ?? []).map(label).join('、') })}</p>
      )}
    </>
  )
}
