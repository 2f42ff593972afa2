import { useState } from 'react'
import type { PaperBlock } from '../../engine/document/paper.ts'
import { Empty, Icon, IconButton, PaperBlockView, Picker } from '../../runtime/index.ts'
import type { Block, Document } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { neighbourAt } from '../commands/fields.ts'
import { freeKey } from '../commands/names.ts'
import { SortableGrid, useGridItem } from '../drag/SortableGrid.tsx'
import { run } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { DocumentSide } from './DocumentSide.tsx'
import { addBlock, blockKinds, blocksPlace, formOfDocument, newBlock } from './plans.ts'
import { documentTexts } from './texts.ts'
import { NAMES, type Preview, usePaper, useSample } from './usePaper.ts'
import './documents.css'

/** A document as it will stand on paper, with the values of a real record: blocks are added, dragged and set right beside. */
export default function DocumentPage(props: PageProps) {
  const { definition, item } = props
  const w = usePageTexts(documentTexts)
  const documents = definition.documents ?? []
  const document = documents.find(({ key }) => key === item) ?? documents[0]
  if (document === undefined)
    return (
      <div className="fd-page">
        <Empty icon="print" title={w('none')} hint={w('noneHint')} action={props.add} />
      </div>
    )
  return <Editor key={document.key} {...props} document={document} />
}

interface EditorProps extends PageProps {
  readonly document: Document
}

function Editor({ app, definition, checked, document, selected, onSelect, open }: EditorProps) {
  const { pair, label, language: spoken } = useDesign()
  const w = usePageTexts(documentTexts)
  const [language, setLanguage] = useState<Language>(spoken)
  const form = formOfDocument(definition, document)
  const sample = useSample(app, document.form, form?.titleField ?? 'id')
  const preview = usePaper(app, document, sample.record, language, !sample.isPending)
  const keys = document.blocks.map(({ key }) => key)
  const own = `/documents/${definition.documents?.indexOf(document) ?? -1}/`
  const isWrong = checked.findings.some(({ path, severity }) => severity === 'error' && `${path}/`.startsWith(own))
  const add = (type: Block['type']) => {
    const block = newBlock(definition, document, type)
    run(...addBlock(document, block, keys.includes(selected ?? '') ? selected : undefined))
    onSelect(block.key)
  }
  const move = (key: string, at: number) =>
    run({ do: 'move', at: [...blocksPlace(document), key], after: neighbourAt(keys, at, key) })
  return (
    <>
      <aside className="fd-palette" aria-label={w('blocks')}>
        <h2 className="fd-palette-title">{w('blocks')}</h2>
        <p className="fd-hint">{w('addHint')}</p>
        <div className="fd-palette-items">
          {blockKinds.map(({ type, icon }) => (
            <button key={type} type="button" className="fd-palette-item" data-type={type} onClick={() => add(type)}>
              <Icon name={icon} size={16} />
              <span>{pair(choiceWord('type', type))}</span>
            </button>
          ))}
        </div>
      </aside>
      <div className="fd-canvas-pane">
        <div className="fd-document">
          <div className="fd-document-bar">
            <button
              type="button"
              className={`fd-form-title${selected === null ? ' is-selected' : ''}`}
              onClick={() => onSelect(null)}
            >
              {label(document.name)}
            </button>
            <PreviewChoice sample={sample} language={language} onLanguage={setLanguage} />
          </div>
          {sample.record === NAMES && sample.items.length === 0 ? <p className="fd-hint">{w('noRecord')}</p> : null}
          {preview?.paper != null && !preview.offered ? <p className="fd-document-note">{w('notOffered')}</p> : null}
          <SortableGrid keys={keys} onMove={move}>
            <article className="fw-paper fd-paper" lang={language} aria-label={label(document.name)}>
              {document.blocks.length === 0 ? <p className="fd-empty">{w('empty')}</p> : null}
              {document.blocks.map(block => (
                <BlockCard
                  key={block.key}
                  document={document}
                  block={block}
                  preview={preview}
                  language={language}
                  isWrong={isWrong}
                  selected={selected === block.key}
                  onSelect={onSelect}
                />
              ))}
            </article>
          </SortableGrid>
        </div>
      </div>
      <DocumentSide definition={definition} document={document} selected={selected} onSelect={onSelect} open={open} />
    </>
  )
}

interface PreviewChoiceProps {
  readonly sample: ReturnType<typeof useSample>
  readonly language: Language
  readonly onLanguage: (language: Language) => void
}

/** Which record the paper is shown with, and in which language. */
function PreviewChoice({ sample, language, onLanguage }: PreviewChoiceProps) {
  const w = usePageTexts(documentTexts)
  return (
    <div className="fd-document-preview">
      <Picker
        label={w('record')}
        items={[{ key: NAMES, text: w('names') }, ...sample.items]}
        chosen={[sample.record]}
        onChoose={([key]) => sample.choose(key ?? NAMES)}
        onSearch={sample.search}
        loading={sample.isPending}
        clearable={false}
      />
      <fieldset aria-label={w('language')}>
        {(['zh', 'en'] as const).map(one => (
          <button
            key={one}
            type="button"
            className="fd-document-language"
            aria-pressed={language === one}
            onClick={() => onLanguage(one)}
          >
            {w(one)}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

interface BlockCardProps {
  readonly document: Document
  readonly block: Block
  readonly preview: Preview | undefined
  readonly language: Language
  /** the draft's own check finds something wrong with the document: else it is only not published yet */
  readonly isWrong: boolean
  readonly selected: boolean
  readonly onSelect: (key: string | null) => void
}

function BlockCard({ document, block, preview, language, isWrong, selected, onSelect }: BlockCardProps) {
  const { d, pair } = useDesign()
  const w = usePageTexts(documentTexts)
  const { ref, handle, style, isDragging } = useGridItem(block.key)
  const name = pair(choiceWord('type', block.type))
  const shown = preview?.paper?.blocks.find(({ key }) => key === block.key)
  const fault = preview?.faults[block.key] ?? preview?.faults['']
  const duplicate = () => {
    const key = freeKey(
      block.type,
      document.blocks.map(one => one.key),
    )
    run(...addBlock(document, { ...block, key }, block.key))
    onSelect(key)
  }
  const remove = () => {
    run({ do: 'remove', at: [...blocksPlace(document), block.key] })
    onSelect(null)
  }
  return (
    <div
      ref={ref}
      style={style}
      className={`fd-paper-block${selected ? ' is-selected' : ''}${isDragging ? ' is-dragging' : ''}`}
      data-block={block.key}
    >
      {shown !== undefined && !isBare(shown) ? <PaperBlockView block={shown} language={language} /> : null}
      {shown !== undefined && isBare(shown) ? <Note name={name} text={w('noPicture')} /> : null}
      {shown === undefined && preview !== undefined ? (
        <Note
          name={name}
          text={fault === undefined ? w('notShown') : isWrong ? fault : w('afterPublish')}
          wrong={fault !== undefined && isWrong}
        />
      ) : null}
      {preview === undefined ? <div className="fd-paper-block-waits" /> : null}
      <button
        type="button"
        className="fd-paper-block-face"
        aria-pressed={selected}
        aria-label={w('open', { name })}
        onClick={() => onSelect(block.key)}
      />
      <div className="fd-field-tools">
        <button type="button" className="fd-grip" {...handle} aria-label={`${d('designer.move')} ${name}`}>
          <Icon name="grip" size={16} />
        </button>
        <IconButton icon="copy" size={15} name={`${d('designer.duplicate')} ${name}`} onClick={duplicate} />
        <IconButton icon="trash" size={15} name={`${d('designer.remove')} ${name}`} onClick={remove} />
      </div>
    </div>
  )
}

const isBare = (block: PaperBlock): boolean =>
  block.kind === 'image' && block.files.length === 0 && block.picture === null

interface NoteProps {
  readonly name: string
  readonly text: string
  readonly wrong?: boolean
}

/** Stands where a block says nothing: why. */
const Note = ({ name, text, wrong = false }: NoteProps) => (
  <p className={`fd-paper-block-note${wrong ? ' is-wrong' : ''}`}>
    <strong>{name}</strong> {text}
  </p>
)
