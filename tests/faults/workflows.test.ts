import { mkdirSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { temporaryData } from '../server/process.ts'
import { runWorkflows } from './workflows.ts'

const data = temporaryData()
const files = temporaryData()
afterAll(async () => {
  await data.remove()
  await files.remove()
})
const seed = Math.floor(Math.random() * 2 ** 31)

it(`ends every instance, every effect once, while three nodes and PostgreSQL are killed (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  mkdirSync(data.folder)
  const folders = { database: data.folder, nodes: files.folder }
  const result = await runWorkflows({ folders, nodes: 3, instances: 150, seconds: 30, seed })
  expect(result.findings).toEqual([])
  expect(result.kills.nodes).toBeGreaterThanOrEqual(2)
  expect(result.kills.database).toBeGreaterThanOrEqual(2)
})
