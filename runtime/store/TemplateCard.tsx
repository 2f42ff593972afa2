import type { ListedTemplate, Template } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { addOnWords } from '../i18n/texts/addOns.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { AppTile } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Tag } from '../ui/Tag.tsx'
import { Adds } from './Adds.tsx'
import { AuthorLine } from './Author.tsx'
import { Facts } from './Facts.tsx'

interface TemplateCardProps {
  readonly template: ListedTemplate | Template
  /** what a template of this key is called */
  readonly nameOf: (key: string) => string
  readonly onDetail: () => void
  readonly onUpgrade: () => void
}

/** A template in the gallery. */
export function TemplateCard({ template, nameOf, onDetail, onUpgrade }: TemplateCardProps) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const me = useMe()
  const a = useWords(addOnWords)
  const addOn = 'addOn' in template ? template.addOn : undefined
  const [picture] = template.pictures ?? []
  return (
    <article className="fw-store-card">
      {picture === undefined ? null : (
        <button
          type="button"
          className="fw-store-picture"
          aria-label={w('store.pictureOf', { name: label(template.name) })}
          onClick={onDetail}
        >
          <img src={picture} alt="" loading="lazy" />
        </button>
      )}
      <div className="fw-row" style={{ gap: 14 }}>
        <AppTile name={label(template.name)} seed={template.key} size={44} />
        <div className="fw-grow">
          <h2 className="fw-cut">{label(template.name)}</h2>
          <div className="fw-faint">{t('store.version', { version: template.version })}</div>
        </div>
        {template.installed === null ? null : <Tag color="green">{t('store.installed')}</Tag>}
      </div>
      {addOn === undefined ? null : (
        <div>
          <Tag color="blue">{a('addOn.for', { name: nameOf(addOn.extends) })}</Tag>
        </div>
      )}
      <p>{label(template.description)}</p>
      {'author' in template ? (
        <>
          {addOn === undefined ? <Facts template={template} /> : <Adds template={{ ...template, addOn }} />}
          <AuthorLine author={template.author} />
        </>
      ) : (
        <p className="fw-hint fw-row" style={{ gap: 6, flex: 'none' }}>
          <Icon name="link" size={14} />
          <span>{w('store.from', { name: template.store?.name ?? '' })}</span>
        </p>
      )}
      {template.upgradable === true && me.user.admin ? (
        <Button kind="primary" onClick={onUpgrade}>
          {w('store.upgrade', { version: template.version })}
        </Button>
      ) : null}
      <Button kind={template.installed === null ? 'primary' : 'plain'} onClick={onDetail}>
        {addOn !== undefined && template.installed === null
          ? a('addOn.add')
          : t(template.installed === null ? 'store.install' : 'store.detail')}
      </Button>
    </article>
  )
}
