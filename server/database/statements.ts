import type { PoolClient } from 'pg'

/** Where statements go: a connection inside a transaction, or the pool for a single one. */
export type Transaction = Pick<PoolClient, 'query'>
