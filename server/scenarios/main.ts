/**
 * Plays the scenarios of an app: `npm run scenarios -- templates/sales-management [scenario ...]`. A folder as templates are kept, or one JSON file. Uses
 * DATABASE_URL, else an embedded PostgreSQL of its own that is gone afterwards. Ends with 1 when one fails.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildServer } from '../app.ts'
import { checkDefinition } from '../apps/publish.ts'
import { manualClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { connectDatabase } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrations/migrate.ts'
import type { Platform } from '../http/platform.ts'
import { readTemplate } from '../store/templates.ts'
import { runScenario } from './run.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function definitionAt(path: string): Promise<unknown> {
  if (statSync(path).isDirectory()) return (await readTemplate(path)).definition
  return JSON.parse(await readFile(path, 'utf8'))
}

async function withPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-scenarios-'))
  const config = readConfig({ ...process.env, FORMWORK_DATA: folder, FORMWORK_LOG_LEVEL: 'silent' }, folder)
  const embedded = config.databaseUrl ? undefined : await startEmbedded(folder, { onRestart: () => {} })
  const database = await connectDatabase({ url: config.databaseUrl ?? embedded?.url ?? '' })
  try {
    const client = await database.connectDirect()
    await migrate(client).finally(() => client.end())
    let platform: Platform | undefined
    const capture = (_: unknown, given: Platform): void => {
      platform = given
    }
    const app = await buildServer({ config, database, clock: manualClock(), routes: [capture] })
    try {
      return await work(platform!)
    } finally {
      await app.close()
    }
  } finally {
    await database.close()
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main([path, ...keys]: readonly string[]): Promise<boolean> {
  if (path === undefined) {
    say('which app? e.g. npm run scenarios -- templates/sales-management  用法：npm run scenarios -- <应用文件夹>')
    return false
  }
  const checked = checkDefinition(await definitionAt(resolve(path)))
  const errors = checked.findings.filter(({ severity }) => severity === 'error')
  for (const { code, path: place } of errors) say(`${code} ${place}`)
  if (checked.app === null) return false
  const compiled = checked.app
  const wanted = [...compiled.scenarios.values()].filter(({ key }) => keys.length === 0 || keys.includes(key))
  return withPlatform(async platform => {
    let passed = wanted.length > 0
    for (const scenario of wanted) {
      const result = await runScenario(platform, { definition: compiled.definition, compiled }, scenario)
      say(`${result.passed ? 'ok    ' : 'FAILED'} ${scenario.key}`)
      for (const { at, problems } of result.steps) for (const { zh, en } of problems) say(`       ${at}  ${en}  ${zh}`)
      passed &&= result.passed
    }
    say(`${wanted.length} scenarios`)
    return passed
  })
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
