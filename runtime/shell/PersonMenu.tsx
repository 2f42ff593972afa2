// biome-ignore-all lint/a11y/useSemanticElements: two or three buttons in a line, named together
import { useSyncExternalStore } from 'react'
import type { Language } from '../../schemas/problem.ts'
import { request } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { signOut, useMe, useTakeMe } from '../app/session.tsx'
import { changeLanguage } from '../i18n/index.ts'
import { useText } from '../i18n/useText.ts'
import { chooseMode, type ModeChoice, onModeChange, readModeChoice } from '../theme.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { MenuList } from '../ui/Menu.tsx'
import { toast } from '../ui/toast.tsx'

const modes: readonly ModeChoice[] = ['light', 'dark', 'system']

/** One's own things: language, appearance, password, tokens, sign out. */
export function PersonMenu({ close, go }: { readonly close: () => void; readonly go: (path: string) => void }) {
  const { t } = useText()
  const me = useMe()
  const takeMe = useTakeMe()
  const leave = async () => {
    try {
      await signOut()
      takeMe(null)
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <>
      <div className="fw-me-card">
        <Avatar name={me.user.name} size={40} />
        <div className="fw-grow">
          <strong className="fw-cut">{me.user.name}</strong>
          <div className="fw-faint fw-cut">{me.user.title || me.user.login}</div>
        </div>
      </div>
      <Preferences />
      <MenuList
        label={t('me.menu', { name: me.user.name })}
        close={close}
        items={[
          {
            key: 'notifications',
            text: t('me.notifications'),
            icon: 'bell',
            run: () => go('/settings/notifications'),
          },
          { key: 'away', text: t('delegation.title'), icon: 'today', run: () => go('/settings/delegation') },
          { key: 'password', text: t('me.password'), icon: 'key', run: () => go('/settings/password') },
          { key: 'tokens', text: t('me.tokens'), icon: 'link', run: () => go('/settings/tokens') },
          { key: 'out', text: t('me.signOut'), icon: 'signOut', run: () => void leave() },
        ]}
      />
    </>
  )
}

/** Language and appearance, chosen in place. */
export function Preferences() {
  const { t, language } = useText()
  const takeMe = useTakeMe()
  const mode = useSyncExternalStore(onModeChange, readModeChoice)
  const speak = async (next: Language) => {
    changeLanguage(next)
    try {
      takeMe(await request<Me>('PATCH', '/me', { body: { language: next } }))
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <div className="fw-preferences">
      <div className="fw-segments" role="group" aria-label={t('me.language')}>
        {(['zh', 'en'] as const).map(one => (
          <button key={one} type="button" aria-pressed={language === one} onClick={() => void speak(one)}>
            {one === 'zh' ? '中文' : 'English'}
          </button>
        ))}
      </div>
      <div className="fw-segments" role="group" aria-label={t('me.mode')}>
        {modes.map(one => (
          <button key={one} type="button" aria-pressed={mode === one} onClick={() => chooseMode(one)}>
            {t(`me.mode.${one}`)}
          </button>
        ))}
      </div>
    </div>
  )
}
