import { layers } from './layers.ts'
import { fileLength, leftovers } from './leftovers.ts'
import { lock } from './lock.ts'
import { oneClock } from './oneClock.ts'
import { purity } from './purity.ts'
import { type Rule, toolRule } from './rule.ts'

/** Everything `npm run check` proves. */
export const RULES: readonly Rule[] = [
  purity,
  oneClock,
  fileLength,
  leftovers,
  lock,
  toolRule('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  toolRule('types', ['node_modules/typescript7/bin/tsc', '-p', '.']),
  layers,
  toolRule('unused code', ['node_modules/knip/bin/knip.js', '--no-progress']),
]
