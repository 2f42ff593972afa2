type Work = () => void

/** What open transactions will do once they are committed, by their connection. */
const open = new WeakMap<object, Work[]>()

/**
 * Runs `work` after the commit of the transaction on this connection, never after its rollback; at once where no transaction of ours is open (a single
 * statement on the pool has been committed already). `work` must not throw.
 */
export function afterCommit(connection: object, work: Work): void {
  const waiting = open.get(connection)
  if (waiting === undefined) work()
  else waiting.push(work)
}

/** Stands for the transaction that is open on a connection; undefined when none of ours is. */
export const transactionOf = (connection: object): object | undefined => open.get(connection)

/** Taken at a savepoint: call it when the transaction goes back there, so that what was undone is not told. */
export function afterCommitMark(connection: object): () => void {
  const waiting = open.get(connection)
  const length = waiting?.length ?? 0
  return () => {
    if (waiting !== undefined) waiting.length = length
  }
}

/** For transaction.ts: begins to collect; answers what was collected and ends it. */
export function collectAfterCommit(connection: object): () => readonly Work[] {
  const waiting: Work[] = []
  open.set(connection, waiting)
  return () => {
    open.delete(connection)
    return waiting
  }
}
