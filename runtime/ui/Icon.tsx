import type { CSSProperties } from 'react'

/** Line drawings on a 24 px grid, ours; each is one path. */
const paths = {
  today: 'M8 2v4M16 2v4M3 10h18M5 4h14a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm4 11 2 2 4-4',
  apps: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  plus: 'M12 5v14M5 12h14',
  tasks: 'M4 12h4l2 3h4l2-3h4M5.5 5h13L22 12v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-6L5.5 5Z',
  person: 'M20 21a8 8 0 0 0-16 0M12 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z',
  people: 'M16 21a6 6 0 0 0-12 0M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM22 21a6 6 0 0 0-4.5-5.8M16 4.3a4 4 0 0 1 0 7.4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM21 21l-5-5',
  bell: 'M6 9a6 6 0 1 1 12 0c0 6 2.5 7 2.5 7h-17S6 15 6 9ZM10 20a2 2 0 0 0 4 0',
  store:
    'M4 9v10a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1V9M3 9l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0ZM10 20v-5h4v5',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  design: 'm14.5 5.5 4 4L8 20H4v-4L14.5 5.5ZM12.5 7.5l4 4',
  table: 'M3 5h18v14H3zM3 10h18M9 10v9',
  kanban: 'M4 4h4v16H4zM10 4h4v10h-4zM16 4h4v13h-4z',
  form: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevronDown: 'm6 9 6 6 6-6',
  chevronRight: 'm9 6 6 6-6 6',
  chevronLeft: 'm15 6-6 6 6 6',
  arrowUp: 'M12 19V5M6 11l6-6 6 6',
  arrowDown: 'M12 5v14M6 13l6 6 6-6',
  arrowRight: 'M5 12h14M13 6l6 6-6 6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  edit: 'm14.5 5.5 4 4L8 20H4v-4L14.5 5.5Z',
  filter: 'M3 5h18l-7 8v6l-4-2v-4L3 5Z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  print: 'M7 9V3h10v6M7 17H4v-7h16v7h-3M7 14h10v7H7z',
  upload: 'M12 16V4M6 10l6-6 6 6M4 20h16',
  camera: 'M4 7h3l2-3h6l2 3h3v13H4zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
  mic: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3ZM5 12a7 7 0 0 0 14 0M12 19v3',
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3',
  file: 'M6 2h8l5 5v15H6zM14 2v5h5',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  pin: 'M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12ZM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  phone: 'M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z',
  link: 'M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1.5-1.5',
  star: 'm12 3 2.8 5.7 6.2.9-4.5 4.4 1 6.2L12 17.3 6.5 20.2l1-6.2L3 9.6l6.2-.9L12 3Z',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.5-1.1 1-1.1 1.8M12 17h.01',
  alert: 'M12 3 2 20h20L12 3ZM12 10v4M12 17h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 8h.01',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2',
  history: 'M3 12a9 9 0 1 0 3-6.7L3 8M3 3v5h5M12 8v4l3 2',
  comment: 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z',
  key: 'M14 14a5 5 0 1 0-4.5-2.8L3 18v3h3l1-2h2v-2h2l1.2-1.2M15.5 8.5h.01',
  signOut: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  columns: 'M4 4h16v16H4zM10 4v16M15 4v16',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2M12 20v2M4 12H2M22 12h-2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5',
  company: 'M4 21V4h10v17M14 9h6v12M2 21h20M7 8h4M7 12h4M7 16h4M17 13h.01M17 17h.01',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  chart: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  money: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 7.5 12 12l3.5-4.5M12 12v5M9 12.5h6M9 15h6',
  handshake: 'm3 8 4-3 5 2 5-2 4 3v7l-3 2-6 4-6-4-3-2V8ZM12 7l-3 4a1.8 1.8 0 0 0 3 1.5L14 11l4 4',
  contract: 'M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h4',
  flag: 'M5 22V4h13l-2 4.5L18 13H5',
  wifiOff: 'M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.7M19 12.5a10 10 0 0 0-3.5-2.2M12 20h.01',
  send: 'M21 3 3 11l7 3 3 7 8-18ZM10 14l5-5',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  refresh: 'M20 11a8 8 0 0 0-14-4L3 10M3 4v6h6M4 13a8 8 0 0 0 14 4l3-3M21 20v-6h-6',
} as const

export type IconName = keyof typeof paths

/** Names authors use for forms and views, in our drawings. */
const authors: Readonly<Record<string, IconName>> = {
  customer: 'company',
  customers: 'company',
  building: 'company',
  lead: 'flag',
  leads: 'flag',
  opportunity: 'chart',
  funnel: 'filter',
  visit: 'pin',
  location: 'pin',
  contract: 'contract',
  document: 'contract',
  payment: 'money',
  money: 'money',
  user: 'person',
  users: 'people',
  team: 'people',
  calendar: 'today',
  deal: 'handshake',
  sales: 'handshake',
  shop: 'store',
}

export const iconOf = (name: string | null | undefined, otherwise: IconName): IconName =>
  name === null || name === undefined
    ? otherwise
    : Object.hasOwn(paths, name)
      ? (name as IconName)
      : (authors[name] ?? otherwise)

interface IconProps {
  readonly name: IconName
  /** px */
  readonly size?: number
  readonly className?: string
  readonly style?: CSSProperties
}

/** A drawing without a name of its own: the control around it carries the words. */
export function Icon({ name, size = 18, className, style }: IconProps) {
  return (
    <svg
      className={className === undefined ? 'fw-icon' : `fw-icon ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={style}
    >
      <path d={paths[name]} />
    </svg>
  )
}
