import { useMemo } from 'react'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'

interface ZoneRowProps {
  readonly name: string
  readonly value: unknown
  /** undefined: the company's own */
  readonly onChange: (value: string | undefined) => void
}

/** A time zone of those the browser knows; none follows the company. */
export function ZoneRow({ name, value, onChange }: ZoneRowProps) {
  const { d } = useDesign()
  const chosen = typeof value === 'string' ? value : ''
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone')
    return chosen === '' || known.includes(chosen) ? known : [chosen, ...known]
  }, [chosen])
  return (
    <ChoiceRow
      name={name}
      value={chosen}
      options={[['', d('designer.companyZone')], ...zones.map(zone => [zone, zone] as const)]}
      onChange={zone => onChange(zone === '' ? undefined : zone)}
    />
  )
}
