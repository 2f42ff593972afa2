/** Rounds of kill -9 under load: `npm run faults [rounds] [seconds]`. Prints each round and ends with 1 when one had a finding. */
import { temporaryData } from '../server/process.ts'
import { runRound } from './round.ts'

const rounds = Number(process.argv[2] ?? 10)
const seconds = Number(process.argv[3] ?? 60)
let failed = 0

for (let n = 1; n <= rounds; n += 1) {
  const data = temporaryData()
  try {
    const result = await runRound({ folder: data.folder, seconds, kills: 6, rate: 50, random: Math.random })
    const { acknowledged, refused, kills, findings, longestOutage } = result
    console.log(
      `round ${n}: ${acknowledged} acknowledged, ${refused} refused, ${kills.server} server and ${kills.database} database kills, longest outage ${longestOutage} ms, ${findings.length} findings`,
    )
    for (const finding of findings) console.log(`  ${finding}`)
    if (findings.length > 0) failed += 1
  } finally {
    await data.remove()
  }
}
process.exit(failed > 0 ? 1 : 0)
