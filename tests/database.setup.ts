import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../server/database/embedded.ts'
import { placesIn } from '../server/database/embeddedCluster.ts'
import { migrate } from '../server/database/migrations/migrate.ts'
import { findOrphan } from '../server/database/postmaster.ts'
import { isAlive, signal, waitForExit } from '../server/database/processes.ts'
import { databaseAt, TEMPLATE } from './database.ts'

const PREFIX = 'formwork-test-database-'

/**
 * ONE PostgreSQL for the whole run: FORMWORK_TEST_DATABASE_URL, else an embedded one in a temporary folder. It holds a
 * migrated template, from which every test file gets its own copy (`freshDatabase`).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const { url, stop } = await openServer()
  await makeTemplate(url)
  project.provide('databaseUrl', url)
  return stop
}

async function openServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.FORMWORK_TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  // Nothing here has to outlive the machine: the tests of durability start their own server.
  const embedded = await startEmbedded(folder, {
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  return {
    url: embedded.url,
    stop: async () => {
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`drop database if exists ${TEMPLATE} with (force)`)
    await admin.query(`create database ${TEMPLATE}`)
  } finally {
    await admin.end()
  }
  const client = new pg.Client({ connectionString: databaseAt(url, TEMPLATE) })
  await client.connect()
  try {
    await migrate(client)
  } finally {
    await client.end()
  }
}

/** Stops what a run that was killed left behind: its process id is part of the folder's name. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0])
    if (isAlive(pid)) continue
    await stopLeftover(join(tmpdir(), name))
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

async function stopLeftover(folder: string): Promise<void> {
  const orphan = await findOrphan(placesIn(folder))
  if (!orphan) return
  signal(orphan.pid, 'SIGQUIT')
  await waitForExit(orphan.pid, 5_000)
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}
