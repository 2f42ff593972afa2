/** Codes a request can get from the database layer itself. Texts: schemas/errors. */
export type DatabaseErrorCode = 'database_busy' | 'database_unavailable' | 'database_conflict' | 'database_timeout'

/** The database could not do the work now; nothing of the transaction is stored. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode
  readonly params: Readonly<Record<string, string | number>>

  constructor(code: DatabaseErrorCode, params: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'DatabaseError'
    this.code = code
    this.params = params
  }
}

/** The SQLSTATE of an error that came from PostgreSQL ("23505"), else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

const LOST = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300'])
const LOST_TEXT =
  /Connection terminated|connection is closed|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|Client has encountered a connection error/

/** The layer's own code for an error of `pg`; undefined when it is not about the connection. */
export function asDatabaseError(error: unknown): DatabaseError | undefined {
  if (error instanceof DatabaseError) return error
  if (!(error instanceof Error)) return undefined
  if (error.message.includes('timeout exceeded when trying to connect'))
    return new DatabaseError('database_busy', {}, { cause: error })
  const state = sqlStateOf(error)
  if (state === '57014') return new DatabaseError('database_timeout', {}, { cause: error })
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if ((state !== undefined && LOST.has(state)) || LOST_TEXT.test(`${code} ${error.message}`)) {
    return new DatabaseError('database_unavailable', {}, { cause: error })
  }
  return undefined
}
