/** The language of the eye as values: one set of tokens feeds our own CSS (as `--fw-*`) and antd. Radius and sizes in px. */
export const sizes = { radius: 8, font: 14, control: 34, row: 40, grid: 8 } as const

export const fontFamily =
  "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Segoe UI', sans-serif"

export type Mode = 'light' | 'dark'
export type ModeChoice = Mode | 'system'

type Palette = Readonly<Record<PaletteKey, string>>
type PaletteKey =
  | 'page'
  | 'surface'
  | 'raised'
  | 'sunken'
  | 'hover'
  | 'line'
  | 'line-strong'
  | 'text'
  | 'text-2'
  | 'text-3'
  | 'accent'
  | 'accent-hover'
  | 'accent-soft'
  | 'accent-text'
  | 'on-accent'
  | 'danger'
  | 'danger-soft'
  | 'warning'
  | 'warning-soft'
  | 'success'
  | 'success-soft'
  | 'shadow'
  | 'shade'

/** Text colours keep 4.5:1 on every surface they stand on, text-3 included. */
export const palettes: Readonly<Record<Mode, Palette>> = {
  light: {
    page: '#f6f7f9',
    surface: '#ffffff',
    raised: '#ffffff',
    sunken: '#f1f3f6',
    hover: '#f0f2f5',
    line: '#e6e9ee',
    'line-strong': '#cfd5de',
    text: '#1b2130',
    'text-2': '#525c6e',
    'text-3': '#5d6879',
    accent: '#3a5bd9',
    'accent-hover': '#2f4cc0',
    'accent-soft': '#eef2fe',
    'accent-text': '#2f4cc0',
    'on-accent': '#ffffff',
    danger: '#c8323c',
    'danger-soft': '#fdf0f0',
    warning: '#946200',
    'warning-soft': '#fff7e3',
    success: '#1b7a4b',
    'success-soft': '#ebf7f0',
    shadow: '0 1px 2px rgb(22 30 50 / 6%), 0 8px 24px rgb(22 30 50 / 10%)',
    shade: 'rgb(20 26 40 / 42%)',
  },
  dark: {
    page: '#141619',
    surface: '#1b1e23',
    raised: '#23272e',
    sunken: '#17191d',
    hover: '#262a31',
    line: '#2c3139',
    'line-strong': '#444b57',
    text: '#e8ebf0',
    'text-2': '#aeb6c3',
    'text-3': '#939cab',
    accent: '#5b7bf0',
    'accent-hover': '#7590f5',
    'accent-soft': '#242d4a',
    'accent-text': '#a3b6ff',
    'on-accent': '#0d1226',
    danger: '#f47a80',
    'danger-soft': '#3a2124',
    warning: '#e5b252',
    'warning-soft': '#362c18',
    success: '#5fc490',
    'success-soft': '#1a3226',
    shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 10px 28px rgb(0 0 0 / 45%)',
    shade: 'rgb(0 0 0 / 60%)',
  },
}

const CHOICE = 'formwork.mode'
const prefersDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')

export const readModeChoice = (): ModeChoice => {
  const kept = localStorage.getItem(CHOICE)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export const currentMode = (): Mode => {
  const choice = readModeChoice()
  return choice === 'system' ? (prefersDark().matches ? 'dark' : 'light') : choice
}

/** Writes the tokens of the current mode onto the page. */
export function applyTheme(): void {
  const mode = currentMode()
  const root = document.documentElement
  root.dataset.mode = mode
  root.style.colorScheme = mode
  root.style.setProperty('--fw-font', fontFamily)
  for (const [name, value] of Object.entries(palettes[mode])) root.style.setProperty(`--fw-${name}`, value)
}

const listeners = new Set<() => void>()

/** For `useSyncExternalStore`: tells when the mode changes, by choice or by the system. */
export function onModeChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function chooseMode(choice: ModeChoice): void {
  if (choice === 'system') localStorage.removeItem(CHOICE)
  else localStorage.setItem(CHOICE, choice)
  applyTheme()
  for (const listener of listeners) listener()
}

/** Applies the theme now and follows the system. */
export function startTheme(): void {
  applyTheme()
  prefersDark().addEventListener('change', () => {
    applyTheme()
    for (const listener of listeners) listener()
  })
}
