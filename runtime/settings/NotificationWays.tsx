import { ownNoticeWords } from '../i18n/texts/ownNotices.ts'
import { useWords } from '../i18n/useWords.ts'
import { KINDS, type Kind, type OwnSettings, type Preference, WAYS, type Way } from './notificationKinds.ts'

interface WaysProps {
  readonly settings: OwnSettings
  readonly preference: Preference
  readonly onChange: (kinds: NonNullable<Preference['kinds']>) => void
}

/** Which kind of notice goes by which way: the defaults until a person says otherwise. */
export function NotificationWays({ settings, preference, onChange }: WaysProps) {
  const w = useWords(ownNoticeWords)
  const chosen = (kind: Kind): readonly Way[] => preference.kinds?.[kind] ?? settings.defaults[kind]
  const toggle = (kind: Kind, way: Way) => {
    const before = chosen(kind)
    const next = before.includes(way) ? before.filter(one => one !== way) : [...before, way]
    onChange({ ...preference.kinds, [kind]: WAYS.filter(one => next.includes(one)) })
  }
  return (
    <section className="fw-section fw-setting fw-stack">
      <h2>{w('which')}</h2>
      <div className="fw-table-scroll">
        <table className="fw-ways">
          <thead>
            <tr>
              <td />
              {settings.ways.map(way => (
                <th key={way} scope="col">
                  {w(way)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {KINDS.map(kind => (
              <tr key={kind}>
                <th scope="row">
                  <strong>{w(kind)}</strong>
                  <small>{w(`${kind}Hint`)}</small>
                </th>
                {settings.ways.map(way => (
                  <td key={way}>
                    <input
                      type="checkbox"
                      aria-label={`${w(kind)} · ${w(way)}`}
                      checked={chosen(kind).includes(way)}
                      onChange={() => toggle(kind, way)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
