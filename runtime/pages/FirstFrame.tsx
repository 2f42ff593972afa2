import type { ReactNode } from 'react'
import { changeLanguage, otherLanguage } from '../i18n/index.ts'
import { useText } from '../i18n/useText.ts'
import { Brand } from '../shell/Brand.tsx'
import { Button } from '../ui/Button.tsx'

/** The frame of pages before the shell: sign-in and setup, with the language at hand. */
export function FirstFrame({ children, wide = false }: { readonly children: ReactNode; readonly wide?: boolean }) {
  const { language } = useText()
  return (
    <main className="fw-first">
      <div className={wide ? 'fw-first-box is-wide' : 'fw-first-box'}>
        <div className="fw-first-brand">
          <span className="fw-row">
            <Brand size={28} />
            <strong>Formwork</strong>
          </span>
          <Button
            kind="quiet"
            size="small"
            lang={otherLanguage(language)}
            onClick={() => changeLanguage(otherLanguage(language))}
          >
            {language === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
        {children}
      </div>
    </main>
  )
}
