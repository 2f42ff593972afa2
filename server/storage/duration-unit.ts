import type { CompiledField } from '../../engine/index.ts'

const units = { min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of what a duration field counts in; hours when it says nothing. */
export function unitMs(field: CompiledField | undefined): number {
  const unit = field?.definition?.type === 'duration' ? field.definition.unit : undefined
  return units[unit ?? 'h']
}
