import { Empty } from '../../runtime/index.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign } from '../texts.ts'
import { LibraryEditor } from './LibraryEditor.tsx'

/** The page of option libraries: the one the address names, else the first. */
export default function LibraryPage({ definition, item }: PageProps) {
  const { d } = useDesign()
  const libraries = definition.optionLibraries ?? []
  const library = libraries.find(({ key }) => key === item) ?? libraries[0]
  if (library === undefined)
    return (
      <div className="fd-page">
        <Empty icon="columns" title={d('designer.noLibrary')} hint={d('designer.noLibraryHint')} />
      </div>
    )
  return <LibraryEditor key={library.key} definition={definition} library={library} />
}
