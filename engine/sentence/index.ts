export { bestReading } from './best-reading.ts'
export type { Said } from './sentence.ts'
export { type Speaker, speakerOf } from './speak.ts'
