import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../database/statements.ts'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { notFound } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'

export type Change = (transaction: Transaction) => Promise<{ readonly rowCount: number | null }>

/** One change by an administrator with its audit entry, both or neither. @throws HttpProblem 404 when it changed nothing */
export async function changing(
  platform: Platform,
  request: FastifyRequest,
  entry: { readonly action: string; readonly subject: Readonly<Record<string, string>> },
  change: Change,
): Promise<void> {
  await platform.transaction(async transaction => {
    if ((await change(transaction)).rowCount === 0) throw notFound()
    const detail = { ...(request.body as object | undefined) }
    await audit(platform, transaction, request, adminOf(request), { ...entry, detail })
  })
}
