export { entryKey, sectionsOf } from '../../engine/definition/sections.ts'
