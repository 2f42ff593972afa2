import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { readValue } from '../../engine/record/scope.ts'
import type { Caller } from '../http/caller.ts'
import { isId } from '../ids.ts'
import type { NoticeText } from '../notifications/store.ts'
import { formAccess } from '../records/access.ts'
import { readStored } from '../records/stored.ts'
import type { ActionScope } from './action-values.ts'
import { recordTitle } from './record-title.ts'
import type { Step } from './step.ts'
import { plainText, valueText } from './value-text.ts'

/** `{field}`, `{relation.field}` or `{$settings.key}` in a text. */
const NAMES = /(\{(?:\$settings\.)?[a-z][\w.]*\})/

/** The text with the fields and settings it names filled in for one reader; null = somebody outside. */
export async function messageFor(
  step: Step,
  scope: ActionScope,
  text: NoticeText,
  user: string | null,
): Promise<NoticeText> {
  const fill = async (language: 'zh' | 'en'): Promise<string> => {
    const parts = text[language].split(NAMES)
    for (const [index, part] of parts.entries()) {
      if (index % 2 === 1)
        parts[index] = (await shown(step, scope.context, scope, part.slice(1, -1).split('.'), user, language)) ?? part
    }
    return parts.join('')
  }
  return { zh: await fill('zh'), en: await fill('en') }
}

const HIDDEN = '…'

/** A value as text; "…" where the reader may not see it; undefined for a name that is no field. A relation alone is its record's title. */
async function shown(
  step: Step,
  context: ActionScope['context'],
  { form, values }: Pick<ActionScope, 'form' | 'values'>,
  path: readonly string[],
  user: string | null,
  language: 'zh' | 'en',
): Promise<string | undefined> {
  const [key = '', ...rest] = path
  const named = (id: string): string | undefined => step.directory.people.get(id)?.name
  if (key === '$settings') return settingText(step, context.settings, rest, { language, named })
  const field = form.fields.get(key)
  if (field === undefined || path.length > DEEPEST_PATH) return undefined
  if (accessOf(step, form, user).field(field.key) === 'hidden') return HIDDEN
  const target = step.installation.app.forms.get(field.target ?? '')
  if (target !== undefined) {
    const ids = ([] as unknown[]).concat(values[key] ?? []).filter(isId)
    const texts: string[] = []
    for (const id of ids) {
      const found = await readable(step, target, id, user)
      const next = rest.length === 0 ? [target.titleField] : rest
      const text =
        found === undefined ? HIDDEN : await shown(step, context, { form: target, values: found }, next, user, language)
      if (text === undefined) return undefined
      texts.push(text)
    }
    return texts.join(language === 'zh' ? '、' : ', ')
  }
  const value = readValue(form, values, path, 0, context)
  // A member of an option or a person is a text already.
  if (rest.length > 0)
    return ([] as unknown[])
      .concat(value ?? [])
      .map(item => named(String(item)) ?? String(item))
      .join(', ')
  return valueText(field, value, { zone: context.zone, language, named })
}

/** A setting of the app as its administrator set it; every reader may know it, the author put it into words for them. */
function settingText(
  { installation }: Step,
  settings: RecordValues,
  [key = '', ...more]: readonly string[],
  words: { language: 'zh' | 'en'; named: (id: string) => string | undefined },
): string | undefined {
  const setting = installation.app.definition.settings?.find(one => one.key === key)
  if (setting === undefined || setting.type === 'table' || more.length > 0) return undefined
  return plainText(settings[key], setting.type, words)
}

/** Relations a path crosses (SEMANTICS "Limits"). */
const DEEPEST_PATH = 6

/** A related record, if this person may read it by his role: its row rules hold too. */
async function readable(
  step: Step,
  form: CompiledForm,
  id: string,
  user: string | null,
): Promise<RecordValues | undefined> {
  const access = accessOf(step, form, user)
  if (!access.can('read')) return undefined
  const { records, installation, connection } = step
  const conditions = [access.rows('read')]
  const stored = await readStored(records.platform, installation, form, id, connection, { conditions })
  return stored === undefined || stored.deleted || stored.allowed[0] !== true ? undefined : stored.values
}

function accessOf({ installation, directory, now }: Step, form: CompiledForm, user: string | null) {
  const reader: Caller = {
    kind: 'user',
    orgId: installation.orgId,
    userId: user ?? '',
    admin: user === null || directory.people.get(user)?.admin === true,
    language: 'zh',
    zone: installation.zone,
    directoryVersion: directory.version,
    tokenId: null,
    scopes: null,
    apps: null,
  }
  return formAccess(installation, form, reader, directory, now)
}

/** A task's notice with the name of its record, because ten contracts wait under one title; nothing is added for whom the name is hidden. */
export function aboutRecord(step: Step, text: NoticeText, of: About, user: string): NoticeText {
  const { form, values } = of
  if (accessOf(step, form, user).field(form.titleField) === 'hidden') return text
  const title = form.titleField === 'id' ? '' : recordTitle(form, values)
  if (title === '') return text
  const named = (written: string, open: string, close: string) =>
    written.includes(title) ? written : `${written}${open}${title}${close}`
  return { zh: named(text.zh, '（', '）'), en: named(text.en, ' (', ')') }
}

export interface About {
  readonly form: CompiledForm
  readonly values: RecordValues
}
