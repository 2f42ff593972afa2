import { compareDefinitions } from '../../engine/definition/compare.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import { checkDefinition } from '../apps/publish.ts'
import { writeFolder } from '../store/folder.ts'
import { readTemplate } from '../store/templates.ts'

/** What a command needs of the world around it. */
export interface World {
  readonly say: (line: string) => void
  readonly language: Language
  /** asks a server; only the commands that speak to one need it */
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly etag: string | null
}

/** A command's exit code: 0 = all is well, 1 = something stands against it. */
type Command = (words: readonly string[], flags: ReadonlySet<string>, world: World) => Promise<number>

const read = async (folder: string): Promise<AppDefinition> => (await readTemplate(folder)).definition

class UsageError extends Error {}

const named = (words: readonly string[], at: number, what: string): string => {
  const word = words[at]
  if (word === undefined) throw new UsageError(`missing: ${what}`)
  return word
}

/** Says what the analysis finds in a folder. */
const check: Command = async (words, _, { say, language }) => {
  const { findings } = checkDefinition(await read(named(words, 0, 'folder')))
  for (const { severity, path, code, params } of findings)
    say(`${severity}  ${path}  ${errorMessage(code, params, language)}`)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  say(`${errors} errors, ${findings.length - errors} warnings`)
  return errors === 0 ? 0 : 1
}

/** Says what changes in meaning from one folder to another. */
const diff: Command = async (words, _, { say, language }) => {
  const [before, after] = [await read(named(words, 0, 'folder')), await read(named(words, 1, 'folder'))]
  const changes = compareDefinitions(before, after)
  for (const { text } of changes) say(text[language])
  return changes.length === 0 ? 0 : 1
}

/** Writes an app of a server into a folder: the published version, or with --draft the draft. */
const exportApp: Command = async (words, flags, world) => {
  const [app, folder] = [named(words, 0, 'app'), named(words, 1, 'folder')]
  const path = flags.has('--draft') ? `/api/apps/${app}/draft` : `/api/apps/${app}/bundle`
  const answer = await world.request('GET', path)
  if (answer.status !== 200) return refused(answer, world)
  const files = await writeFolder(folder, answer.body.definition as AppDefinition)
  world.say(`${folder}: ${files} files`)
  return 0
}

/** Puts a folder into an app's draft; an app that is not there is created. */
const importApp: Command = async (words, _, world) => {
  const definition = await read(named(words, 0, 'folder'))
  const draft = await world.request('GET', `/api/apps/${definition.key}/draft`)
  const answer =
    draft.status === 404
      ? await world.request('POST', '/api/apps', { definition })
      : await world.request(
          'PUT',
          `/api/apps/${definition.key}/draft`,
          { definition },
          { 'if-match': draft.etag ?? '' },
        )
  if (answer.status >= 300) return refused(answer, world)
  world.say(draft.status === 404 ? `${definition.key}: created` : `${definition.key}: draft saved`)
  return 0
}

/** Puts a folder into the draft and publishes it; --confirm agrees to what becomes of the data, --despite to failing scenarios. */
const publish: Command = async (words, flags, world) => {
  const definition = await read(named(words, 0, 'folder'))
  const saved = await importApp(words, flags, world)
  if (saved !== 0) return saved
  const answer = await world.request('POST', `/api/apps/${definition.key}/publish`, {
    confirm: flags.has('--confirm'),
    despite: flags.has('--despite'),
  })
  if (answer.status !== 200) return refused(answer, world)
  world.say(`${definition.key}: version ${String(answer.body.version)}`)
  return 0
}

function refused({ status, body }: Answer, { say }: World): number {
  say(`${status}  ${String(body.detail ?? body.code ?? '')}`)
  for (const one of (body.errors ?? []) as { path: string; message: string }[]) say(`  ${one.path}  ${one.message}`)
  for (const one of (body.plan ?? []) as { text: string; count: number | null }[]) say(`  ${one.text}`)
  return 1
}

const commands: Readonly<Record<string, Command>> = { check, diff, export: exportApp, import: importApp, publish }

const usage = `npm run app -- check <folder>
npm run app -- diff <folder> <folder>
npm run app -- export <app> <folder> [--draft]
npm run app -- import <folder>
npm run app -- publish <folder> [--confirm] [--despite]
npm run scenarios -- <folder>

export, import and publish speak to a server: FORMWORK_URL (http://127.0.0.1:3000) and FORMWORK_TOKEN, an API token of an administrator.`

/** Runs one command line. Answers its exit code; 2 for a line that is none. */
export async function runCommand(line: readonly string[], world: World): Promise<number> {
  const flags = new Set(line.filter(word => word.startsWith('--')))
  const [name = '', ...words] = line.filter(word => !word.startsWith('--'))
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command !== undefined) return await command(words, flags, world)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    world.say(error.message)
  }
  world.say(usage)
  return 2
}
