/**
 * Rounds of kill -9 under load: `npm run faults [rounds] [seconds] [writes|fresh|workflows] [instances]`. `writes`: what was acknowledged is there;
 * `fresh`: every computed value is what a full recalculation gives, on the embedded database and on one by DATABASE_URL with two nodes in turn;
 * `workflows`: three nodes on one PostgreSQL, every instance ends and every effect is there once. Prints each round and ends with 1 when one had a
 * finding.
 */
import { mkdirSync } from 'node:fs'
import { startEmbedded } from '../../server/database/embedded.ts'
import { temporaryData } from '../server/process.ts'
import { type FreshnessOptions, runFreshness } from './freshness.ts'
import { runRound } from './round.ts'
import { runWorkflows } from './workflows.ts'

const rounds = Number(process.argv[2] ?? 10)
const seconds = Number(process.argv[3] ?? 60)
const kind = process.argv[4] ?? 'writes'
const instances = Number(process.argv[5] ?? 300)
let failed = 0

async function writes(n: number, folder: string): Promise<readonly string[]> {
  const result = await runRound({ folder, seconds, kills: 6, rate: 50, random: Math.random })
  const { acknowledged, refused, kills, findings, longestOutage } = result
  console.log(
    `round ${n}: ${acknowledged} acknowledged, ${refused} refused, ${kills.server} server and ${kills.database} database kills, longest outage ${longestOutage} ms, ${findings.length} findings`,
  )
  return findings
}

async function fresh(n: number, folder: string): Promise<readonly string[]> {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const base: FreshnessOptions = { folder, seconds, kills: 4, seed }
  const other = n % 2 === 0 ? temporaryData() : undefined
  if (other !== undefined) mkdirSync(other.folder)
  const database = other === undefined ? undefined : await startEmbedded(other.folder)
  try {
    const result = await runFreshness(database === undefined ? base : { ...base, databaseUrl: database.url })
    const { acknowledged, refused, kills, failures, stale } = result
    console.log(
      `round ${n}, ${database === undefined ? 'embedded' : 'DATABASE_URL, two nodes'}, seed ${seed}: ${acknowledged} acknowledged, refused ${JSON.stringify(refused)}, ${kills.server} server and ${kills.database} database kills, ${stale.length} stale values`,
    )
    return [...failures, ...stale]
  } finally {
    await database?.stop()
    await other?.remove()
  }
}

async function workflows(n: number, folder: string): Promise<readonly string[]> {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const files = temporaryData()
  mkdirSync(folder)
  try {
    const folders = { database: folder, nodes: files.folder }
    const { kills, mails, repeated, drained, late, findings } = await runWorkflows({
      ...{ folders, nodes: 3, instances, seconds, seed },
    })
    console.log(
      `round ${n}, three nodes, seed ${seed}: ${instances} instances, ${kills.nodes} node and ${kills.database} database kills, ${mails} mails, ${repeated} of them again with the same id, all done ${drained} ms after the last kill, timers late by ${late.p50} ms (half), ${late.p99} ms (p99), ${late.worst} ms (worst), ${findings.length} findings`,
    )
    return findings
  } finally {
    await files.remove()
  }
}

const kinds = { writes, fresh, workflows }

for (let n = 1; n <= rounds; n += 1) {
  const data = temporaryData()
  try {
    const findings = await kinds[kind as keyof typeof kinds](n, data.folder)
    for (const finding of findings.slice(0, 20)) console.log(`  ${finding}`)
    if (findings.length > 0) failed += 1
  } finally {
    await data.remove()
  }
}
process.exit(failed > 0 ? 1 : 0)
