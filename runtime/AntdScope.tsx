import { ConfigProvider, type ThemeConfig, theme } from 'antd'
import * as enUS from 'antd/es/locale/en_US.js'
import type { Locale } from 'antd/es/locale/index.js'
import * as zhCN from 'antd/es/locale/zh_CN.js'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useText } from './i18n/useText.ts'
import { currentMode, fontFamily, type Mode, onModeChange, palettes, sizes } from './theme.ts'

/** antd in our tokens. */
export function antdTheme(mode: Mode): ThemeConfig {
  const palette = palettes[mode]
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorError: palette.danger,
      colorWarning: palette.warning,
      colorSuccess: palette.success,
      colorInfoBg: palette['accent-soft'],
      colorErrorBg: palette['danger-soft'],
      colorWarningBg: palette['warning-soft'],
      colorSuccessBg: palette['success-soft'],
      colorTextBase: palette.text,
      colorBgBase: palette.surface,
      colorBgContainer: palette.surface,
      colorBgLayout: palette.page,
      colorBgElevated: palette.raised,
      colorBorder: palette['line-strong'],
      colorBorderSecondary: palette.line,
      colorTextPlaceholder: palette['text-3'],
      colorTextDescription: palette['text-3'],
      colorTextDisabled: palette['text-3'],
      borderRadius: sizes.radius,
      fontSize: sizes.font,
      controlHeight: sizes.control,
      fontFamily,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Table: {
        headerBg: palette.surface,
        headerSplitColor: 'transparent',
        cellPaddingBlock: 9,
        borderColor: palette.line,
      },
    },
  }
}

/** The package says it is CommonJS, the bundler reads it as a module: the locale may lie one step deeper. */
const localeOf = (module: { default: unknown }): Locale => {
  const inner = module.default as Locale | { default: Locale }
  return 'default' in inner ? inner.default : inner
}

/** Pages that use antd stand inside it; it is loaded with them, so that the first form on a phone does without. */
export function AntdScope({ children }: { readonly children: ReactNode }) {
  const mode = useSyncExternalStore(onModeChange, currentMode)
  const { language } = useText()
  return (
    <ConfigProvider
      theme={antdTheme(mode)}
      locale={localeOf(language === 'zh' ? zhCN : enUS)}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  )
}
