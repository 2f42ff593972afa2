import { useEffect, useState } from 'react'
import { useText } from '../../i18n/useText.ts'
import { Button } from '../../ui/Button.tsx'
import { Picker } from '../../ui/Picker.tsx'
import { type ControlProps, described } from '../control.ts'

interface Place {
  readonly lat: number
  readonly lng: number
  readonly accuracy?: number
  readonly address?: string
  readonly at?: string
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6

/** Where the phone is, with words to it; by hand where the phone does not tell. */
export function LocationControl(props: ControlProps) {
  const { t } = useText()
  const place = (props.value ?? undefined) as Partial<Place> | undefined
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const change = (part: Partial<Place>) => {
    const next = { ...place, ...part }
    const empty = next.lat === undefined && next.lng === undefined && (next.address ?? '') === ''
    props.onChange(empty ? null : next)
  }
  const locate = () => {
    setBusy(true)
    setFailed(false)
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        setBusy(false)
        change({
          lat: round(coords.latitude),
          lng: round(coords.longitude),
          accuracy: Math.round(coords.accuracy),
          at: new Date(timestamp).toISOString(),
        })
      },
      () => {
        setBusy(false)
        setFailed(true)
      },
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  }
  const coordinate = (name: 'lat' | 'lng') => (
    <input
      className="fw-input fw-number"
      inputMode="decimal"
      aria-label={t(`field.${name}`)}
      placeholder={t(`field.${name}`)}
      value={place?.[name] ?? ''}
      onChange={event => {
        const { at: _, accuracy: __, ...kept } = place ?? {}
        const typed = Number(event.target.value)
        props.onChange({ ...kept, [name]: event.target.value === '' || Number.isNaN(typed) ? undefined : typed })
      }}
      onBlur={props.onBlur}
    />
  )
  return (
    <div className="fw-place">
      <div className="fw-row" style={{ flexWrap: 'wrap' }}>
        <Button id={props.id} icon="pin" busy={busy} aria-describedby={props.describedBy} onClick={locate}>
          {t(busy ? 'field.locating' : 'field.locate')}
        </Button>
        {place?.accuracy === undefined ? null : (
          <span className="fw-faint">{t('field.accuracy', { m: place.accuracy })}</span>
        )}
      </div>
      {failed ? <p className="fw-hint">{t('field.locateFailed')}</p> : null}
      <div className="fw-place-row">
        {coordinate('lat')}
        {coordinate('lng')}
        <input
          className="fw-input"
          aria-label={t('field.place')}
          placeholder={t('field.place')}
          value={place?.address ?? ''}
          onChange={event => change({ address: event.target.value })}
          onBlur={props.onBlur}
        />
      </div>
    </div>
  )
}

interface Areas {
  readonly province_list: Readonly<Record<string, string>>
  readonly city_list: Readonly<Record<string, string>>
  readonly county_list: Readonly<Record<string, string>>
}

type AddressPart = 'province' | 'city' | 'district' | 'street'

const codeOf = (list: Readonly<Record<string, string>> | undefined, name: string | undefined, under = ''): string =>
  Object.entries(list ?? {}).find(([code, text]) => text === name && code.startsWith(under))?.[0] ?? ''

/** Province, city and district from the list of China's places (loaded when it is first shown), and the street by hand. */
export function AddressControl(props: ControlProps) {
  const { t } = useText()
  const [areas, setAreas] = useState<Areas>()
  useEffect(() => {
    let left = false
    void import('@vant/area-data').then(({ areaList }) => {
      if (!left) setAreas(areaList)
    })
    return () => {
      left = true
    }
  }, [])
  const address = (props.value ?? {}) as Readonly<Partial<Record<AddressPart, string>>>
  const province = codeOf(areas?.province_list, address.province)
  const city = codeOf(areas?.city_list, address.city, province.slice(0, 2))
  const set = (part: Partial<Record<AddressPart, string>>) => {
    const next = Object.fromEntries(Object.entries({ ...address, ...part }).filter(([, text]) => text !== ''))
    props.onChange(Object.keys(next).length === 0 ? null : next)
  }
  const level = (
    part: 'province' | 'city' | 'district',
    list: Readonly<Record<string, string>> | undefined,
    under: string,
    clears: object,
  ) => (
    <Picker
      label={`${props.label} ${t(`field.${part}`)}`}
      placeholder={t(`field.${part}`)}
      items={Object.entries(list ?? {})
        .filter(([code]) => code.startsWith(under))
        .map(([, text]) => ({ key: text, text }))}
      chosen={address[part] === undefined ? [] : [address[part]]}
      shown={address[part]}
      clearable={false}
      disabled={part !== 'province' && under === ''}
      onChoose={([text = '']) => set({ ...clears, [part]: text })}
    />
  )
  return (
    <div className="fw-address">
      {level('province', areas?.province_list, '', { city: '', district: '' })}
      {level('city', areas?.city_list, province.slice(0, 2), { district: '' })}
      {level('district', areas?.county_list, city.slice(0, 4), {})}
      <input
        {...described(props)}
        className="fw-input"
        placeholder={t('field.street')}
        value={address.street ?? ''}
        onChange={event => set({ street: event.target.value })}
        onBlur={props.onBlur}
      />
    </div>
  )
}
