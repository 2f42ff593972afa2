import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Label } from '../../schemas/generated/definition.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { recordPath } from '../app/navigation.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { paperWords } from './texts.ts'

interface PrintButtonProps {
  readonly app: string
  readonly form: string
  readonly id: string
  /** of the record: another version may be offered other papers */
  readonly version: unknown
}

interface Offered {
  readonly documents: readonly { readonly key: string; readonly name: Label }[]
}

/** What a record can be printed as: one paper is a press away, several are a menu, none is nothing. */
export default function PrintButton({ app, form, id, version }: PrintButtonProps) {
  const { label } = useText()
  const w = useWords(paperWords)
  const phone = useIsPhone()
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: [...keys.record(app, form, id, 'documents'), version],
    queryFn: ({ signal }) => get<Offered>(`/apps/${app}/forms/${form}/records/${id}/documents`, signal),
    retry: false,
  })
  const [first, ...others] = data?.documents ?? []
  if (data === undefined || first === undefined) return null
  const open = (document: string) => void navigate(`${recordPath(app, form, id)}/print/${document}`)
  const button = (props: object, name: string) =>
    phone ? (
      <IconButton icon="print" name={name} {...props} />
    ) : (
      <Button icon="print" {...props}>
        {w('paper.print')}
      </Button>
    )
  if (others.length === 0) return button({ onClick: () => open(first.key), title: label(first.name) }, w('paper.print'))
  return (
    <Menu
      side="right"
      label={w('paper.choose')}
      items={data.documents.map(({ key, name }) => ({ key, text: label(name), run: () => open(key) }))}
      trigger={props => button(props, w('paper.print'))}
    />
  )
}
