export type { Said } from './sentence.ts'
export { type Reading, type Speaker, type Suggestion, speakerOf } from './speak.ts'
