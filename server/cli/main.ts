/** Definitions as files, for people who work with an editor and git: `npm run app -- check templates/sales-management`. */
import { type Answer, runCommand } from './commands.ts'

const { FORMWORK_URL = 'http://127.0.0.1:3000', FORMWORK_TOKEN = '', LANG = '' } = process.env

async function request(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(new URL(path, FORMWORK_URL), {
    method,
    headers: {
      authorization: `Bearer ${FORMWORK_TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'], etag: answer.headers.get('etag') }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

process.exitCode = await runCommand(process.argv.slice(2), {
  say,
  request,
  language: LANG.startsWith('zh') ? 'zh' : 'en',
}).catch((error: Error) => {
  say(error.message)
  return 1
})
