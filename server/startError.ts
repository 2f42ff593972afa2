/**
 * A reason why the server cannot start which its operator can mend. Printed without a stack, in English and Chinese:
 * at this point there is neither a session nor a language. `code` is stable.
 */
export class StartError extends Error {
  readonly code: string
  readonly chinese: string

  constructor(code: string, english: string, chinese: string, options?: ErrorOptions) {
    super(english, options)
    this.name = 'StartError'
    this.code = code
    this.chinese = chinese
  }

  /** The lines for the terminal. */
  toText(): string {
    const cause = this.cause instanceof Error ? `\n  ${this.cause.message}` : ''
    return `Formwork cannot start [${this.code}]\n  ${this.message}\n  ${this.chinese}${cause}`
  }
}
