import { request } from '../api/client.ts'
import type { Template, TemplateAuthor } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { type AddOnFacts, Adds } from './Adds.tsx'
import { AuthorChoice } from './Author.tsx'
import { Facts, Reach, type TemplateFacts } from './Facts.tsx'

/** What an app file would bring, as the server read it. */
interface Look extends TemplateFacts {
  readonly key: string
  readonly version: string
  readonly name: Labelled
  readonly description: Labelled
  readonly author: TemplateAuthor
  readonly policy: 'anyone' | 'trusted'
  readonly automations?: Template['automations']
  readonly addOn?: AddOnFacts
}

export interface LookedAt {
  readonly bundle: unknown
  readonly look: Look
}

export const isStrict = ({ look }: LookedAt): boolean => look.policy === 'trusted'

/** Reads a file and has it looked at. @throws SyntaxError when it is no app file at all, ApiError with what is wrong with it */
export async function lookAt(file: File): Promise<LookedAt> {
  const bundle: unknown = JSON.parse(await file.text())
  return { bundle, look: await request<Look>('POST', '/apps/import/look', { body: { bundle } }) }
}

interface FileContentsProps {
  readonly file: LookedAt
  readonly trust: boolean
  readonly onTrust: (trust: boolean) => void
  readonly disabled: boolean
}

/** What is in the file and who made it, before it becomes an app. */
export function FileContents({ file, trust, onTrust, disabled }: FileContentsProps) {
  const { label } = useText()
  const w = useWords(storeWords)
  const { look } = file
  return (
    <>
      <div>
        <p style={{ marginBottom: 8 }}>
          <strong>{w('new.contents', { name: label(look.name), version: look.version })}</strong>
        </p>
        {look.addOn === undefined ? (
          <Facts template={look} />
        ) : (
          <Adds template={{ addOn: look.addOn, automations: look.automations }} />
        )}
        <Reach template={look} />
      </div>
      <AuthorChoice author={look.author} strict={isStrict(file)} trust={trust} onTrust={onTrust} disabled={disabled} />
    </>
  )
}
