/** Sends one operation over 16 kept-alive connections for some seconds; prints requests per second. Its own process, on PostgreSQL's core. */
import { Agent, request as httpRequest } from 'node:http'
import { operations, type Side } from './operations.ts'

const [name = '', side = 'ours', address = '', token = '', seconds = '5'] = process.argv.slice(2)
const operation = operations.find(one => one.name === name)!
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const target = new URL(address)
let n = Math.floor(Date.now() / 1000) % 100_000
let count = 0

const once = (): Promise<void> =>
  new Promise((resolve, reject) => {
    n += 1
    const { method, path, body } = operation.request(side as Side, n)
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    }
    const sent = httpRequest({ agent, host: target.hostname, port: target.port, method, path, headers }, answer => {
      if ((answer.statusCode ?? 500) >= 300) {
        let text = ''
        answer.on('data', part => {
          text += String(part)
        })
        answer.on('end', () => reject(new Error(`${answer.statusCode} ${text}`)))
        return
      }
      answer.resume()
      answer.on('end', () => {
        count += 1
        resolve()
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })

async function drive(until: number): Promise<void> {
  while (performance.now() < until) await once()
}
const warm = performance.now() + 1000
await Promise.all(Array.from({ length: 16 }, () => drive(warm)))
count = 0
const start = performance.now()
await Promise.all(Array.from({ length: 16 }, () => drive(start + Number(seconds) * 1000)))
console.log(JSON.stringify({ perSecond: count / ((performance.now() - start) / 1000), count }))
agent.destroy()
