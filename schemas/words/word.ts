/** A word of the definition format in the language of a sales office. */
export type Word = readonly [zh: string, en: string]
