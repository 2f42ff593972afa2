import type { ReactNode } from 'react'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Checked } from '../model/check.ts'

/** What every page of the designer is given. */
export interface PageProps {
  readonly app: string
  readonly definition: AppDefinition
  /** key of the element the address names: `/designer/sales/forms/customer` */
  readonly item: string | undefined
  readonly checked: Checked
  /** what is selected inside the element, kept in the address (`?at=industry`), so that findings and links can go there */
  readonly selected: string | null
  readonly onSelect: (selected: string | null) => void
  /** opens another place of this designer: `forms/customer?at=industry`, `check` */
  readonly open: (to: string) => void
  /** makes a new element of this page: what a page without any offers; absent where there is nothing to make */
  readonly add?: ReactNode
}
