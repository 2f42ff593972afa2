export type { Said } from './sentence.ts'
export { type Speaker, speakerOf } from './speak.ts'
