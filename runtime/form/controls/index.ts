import { type ComponentType, lazy } from 'react'
import type { Field } from '../../../schemas/generated/definition.ts'
import type { ControlProps } from '../control.ts'
import { CascadeControl, SelectControl, TagsControl, YesNoControl } from './choice.tsx'
import { FilesControl } from './files.tsx'
import { DurationControl, NumberControl, RatingControl } from './number.tsx'
import { DepartmentControl, UserControl } from './people.tsx'
import { RelationControl } from './relation.tsx'
import { BarcodeControl, LongTextControl, TextControl } from './text.tsx'
import { DateControl, DatetimeControl, TimeControl } from './time.tsx'

/** Loaded with the first form that has such a field. */
const AddressControl = lazy(async () => ({ default: (await import('./place.tsx')).AddressControl }))
const LocationControl = lazy(async () => ({ default: (await import('./place.tsx')).LocationControl }))
const SignatureControl = lazy(async () => ({ default: (await import('./signature.tsx')).SignatureControl }))
const SubformControl = lazy(async () => ({ default: (await import('./subform.tsx')).SubformControl }))

/** Fields that are read only, whoever looks: no control, a value. */
export type ComputedType = 'serial' | 'lookup' | 'rollup' | 'formula' | 'score'

/** The control of every field type; a type that is forgotten does not compile. */
export const controls: Readonly<Record<Exclude<Field['type'], ComputedType>, ComponentType<ControlProps>>> = {
  text: TextControl,
  long_text: LongTextControl,
  rich_text: LongTextControl,
  number: NumberControl,
  money: NumberControl,
  percent: NumberControl,
  date: DateControl,
  datetime: DatetimeControl,
  time: TimeControl,
  duration: DurationControl,
  select: SelectControl,
  cascade: CascadeControl,
  yes_no: YesNoControl,
  user: UserControl,
  department: DepartmentControl,
  attachment: FilesControl,
  image: FilesControl,
  video: FilesControl,
  audio: FilesControl,
  signature: SignatureControl,
  location: LocationControl,
  barcode: BarcodeControl,
  phone: TextControl,
  email: TextControl,
  url: TextControl,
  address: AddressControl,
  rating: RatingControl,
  tags: TagsControl,
  relation: RelationControl,
  subform: SubformControl,
}

export const controlOf = (kind: string): ComponentType<ControlProps> | undefined =>
  Object.hasOwn(controls, kind) ? controls[kind as keyof typeof controls] : undefined
