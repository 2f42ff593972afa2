import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/useText.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { type ControlProps, described, textOfValue } from '../control.ts'

type Kind = 'text' | 'phone' | 'email' | 'url' | 'barcode'

const kinds: Readonly<
  Record<Kind, { type: string; inputMode?: 'tel' | 'email' | 'url'; autoComplete?: string; icon?: IconName }>
> = {
  text: { type: 'text' },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'off', icon: 'phone' },
  email: { type: 'email', inputMode: 'email', autoComplete: 'off' },
  url: { type: 'url', inputMode: 'url', autoComplete: 'off', icon: 'link' },
  barcode: { type: 'text', autoComplete: 'off' },
}

/** One line of text, with the keyboard that fits on a phone. */
export function TextControl(props: ControlProps) {
  const { icon: _, ...input } = kinds[(props.field.kind in kinds ? props.field.kind : 'text') as Kind]
  return (
    <input
      {...described(props)}
      {...input}
      className="fw-input"
      value={textOfValue(props.value)}
      onChange={event => props.onChange(event.target.value)}
      onBlur={props.onBlur}
    />
  )
}

/** Several lines; grows with what is written. */
export function LongTextControl(props: ControlProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const value = textOfValue(props.value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const element = area.current
    if (element === null || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + 2}px`
  }, [value])
  return (
    <textarea
      {...described(props)}
      ref={area}
      className="fw-textarea"
      rows={props.cell ? 1 : 3}
      value={value}
      onChange={event => props.onChange(event.target.value)}
      onBlur={props.onBlur}
    />
  )
}

interface CodeReader {
  detect(source: ImageBitmap): Promise<readonly { rawValue: string }[]>
}
const codeReader = (): (new () => CodeReader) | undefined =>
  (globalThis as unknown as { BarcodeDetector?: new () => CodeReader }).BarcodeDetector

/** Typed or scanned with the phone's camera, where the browser reads codes. */
export function BarcodeControl(props: ControlProps) {
  const { t } = useText()
  const [failed, setFailed] = useState(false)
  const Reader = codeReader()
  const scan = async (file: File | undefined) => {
    if (file === undefined || Reader === undefined) return
    try {
      const [code] = await new Reader().detect(await createImageBitmap(file))
      setFailed(code === undefined)
      if (code !== undefined) props.onChange(code.rawValue)
    } catch {
      setFailed(true)
    }
  }
  return (
    <>
      <div className="fw-with-button">
        <TextControl {...props} />
        {Reader === undefined ? null : (
          <label className="fw-button fw-file-button">
            <Icon name="scan" size={17} />
            <span>{t('field.scan')}</span>
            <input
              type="file"
              accept="image/*"
              capture="environment"
              className="fw-hidden"
              onChange={event => void scan(event.target.files?.[0])}
            />
          </label>
        )}
      </div>
      {failed ? <p className="fw-hint">{t('field.scanFailed')}</p> : null}
    </>
  )
}
