import { Button, Empty } from '../../runtime/index.ts'
import { useElementRemoval } from '../elements/useElementRemoval.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { LibraryEditor } from './LibraryEditor.tsx'
import { libraryTexts } from './texts.ts'
import './libraries.css'

/** The page of option libraries: the one the address names, else the first. */
export default function LibraryPage({ definition, item, open, add }: PageProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(libraryTexts)
  const take = useElementRemoval(definition)
  const libraries = definition.optionLibraries ?? []
  const library = libraries.find(({ key }) => key === item) ?? libraries[0]
  if (library === undefined)
    return (
      <div className="fd-page">
        <Empty icon="columns" title={d('designer.noLibrary')} hint={d('designer.noLibraryHint')} action={add} />
      </div>
    )
  const name = label(library.label) || library.key
  const remove = async () => {
    const words = { title: w('removeAsk', { name }), hint: w('removeHint') }
    if (await take('optionLibraries', library.key, words)) open('libraries')
  }
  return (
    <div className="fd-page" key={library.key}>
      <header className="fd-page-head">
        <h1>{name}</h1>
        <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
          {d('designer.remove')}
        </Button>
      </header>
      <p className="fd-hint">{w('hint')}</p>
      <LibraryEditor definition={definition} library={library} />
    </div>
  )
}
