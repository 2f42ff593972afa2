import type { Pool } from 'pg'
import { StartError } from '../startError.ts'

const OLDEST = 150_000

interface Facts {
  readonly version: number
  readonly shown: string
  readonly encoding: string
  readonly ctype: string
  /** "字段É" in lower case letters. */
  readonly lower: string
  /** Whether PostgreSQL knows 中 as a letter: without that, trigrams of Chinese are empty. */
  readonly letters: boolean
  readonly icu: number
}

const FACTS = `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
  pg_encoding_to_char(encoding) as encoding, datctype as ctype, lower('字段É') as lower, '中' ~ '^[[:alpha:]]$' as letters,
  (select count(*)::int from pg_collation where collprovider = 'i' and collname like 'zh%') as icu
  from pg_database where datname = current_database()`

/**
 * Proves once at start that this PostgreSQL can hold what we promise.
 * @throws StartError `database_too_old`, `database_encoding`, `database_ctype`, `database_icu`, each with what to do
 */
export async function checkDatabase(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows } = await pool.query<Facts>(FACTS)
  const problem = problemOf(rows[0]!)
  if (problem) throw problem
}

/** The first reason against a database, if any. */
export function problemOf(facts: Facts): StartError | undefined {
  if (facts.version < OLDEST) {
    return new StartError(
      'database_too_old',
      `The database is PostgreSQL ${facts.shown}; 15 or newer is needed.`,
      `数据库为 PostgreSQL ${facts.shown}，需要 15 或更高版本。`,
    )
  }
  if (facts.encoding !== 'UTF8') {
    return new StartError(
      'database_encoding',
      `The database's encoding is ${facts.encoding}; it must be UTF8. Create it anew: createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 formwork.`,
      `数据库编码为 ${facts.encoding}，必须为 UTF8。请以 --encoding=UTF8 重新创建。`,
    )
  }
  if (facts.lower !== '字段é' || !facts.letters) {
    return new StartError(
      'database_ctype',
      `The database's character type is ${facts.ctype}, which does not know the letters of Chinese, so that search would find nothing. Create it anew: createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 formwork.`,
      `数据库字符类型为 ${facts.ctype}，无法检索中文。请以 --locale=C.UTF-8 重新创建。`,
    )
  }
  if (facts.icu === 0) {
    return new StartError(
      'database_icu',
      'The database has no ICU collations, so Chinese cannot be sorted by pinyin. Use a PostgreSQL built with ICU.',
      '数据库缺少 ICU 排序规则，无法按拼音排序。请使用带 ICU 的 PostgreSQL。',
    )
  }
  return undefined
}
