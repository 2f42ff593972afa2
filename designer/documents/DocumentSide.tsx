import { useMemo } from 'react'
import { relatedForm } from '../../engine/definition/shells.ts'
import { Button, IconButton } from '../../runtime/index.ts'
import type { Block, Document } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { useElementRemoval } from '../elements/useElementRemoval.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import type { PanelContext } from '../panel/context.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { Row } from '../properties/inputs.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { FilledText } from './FilledText.tsx'
import { OwnPicture } from './OwnPicture.tsx'
import { blocksPlace, changeForm } from './plans.ts'
import { documentTexts } from './texts.ts'

interface SideProps extends Pick<PageProps, 'definition' | 'selected' | 'onSelect' | 'open'> {
  readonly document: Document
}

/** What is selected: a block, else the document itself. */
export function DocumentSide({ definition, document, selected, onSelect, open }: SideProps) {
  const { d, pair } = useDesign()
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const block = document.blocks.find(({ key }) => key === selected)
  const context = { definition, space, form: document.form }
  return (
    <aside className="fd-properties" aria-label={d('designer.more')}>
      {block === undefined ? (
        <DocumentSettings definition={definition} document={document} context={context} open={open} />
      ) : (
        <>
          <span className="fd-sheet-close">
            <IconButton icon="close" size={18} name={d('designer.done')} onClick={() => onSelect(null)} />
          </span>
          <h2>{pair(choiceWord('type', block.type))}</h2>
          <BlockSettings key={block.key} document={document} block={block} context={context} />
        </>
      )}
    </aside>
  )
}

interface SettingsProps extends Pick<SideProps, 'document' | 'definition' | 'open'> {
  readonly context: PanelContext
}

function DocumentSettings({ definition, document, context, open }: SettingsProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(documentTexts)
  const take = useElementRemoval(definition)
  const remove = async () => {
    const title = w('removeAsk', { name: label(document.name) })
    if (await take('documents', document.key, { title, hint: w('removeHint') })) open('documents')
  }
  return (
    <>
      <h2>{w('settings')}</h2>
      <Row name={w('form')}>
        {id => (
          <select
            id={id}
            className="fw-input"
            value={document.form}
            onChange={event => run(...changeForm(definition, document, event.target.value))}
          >
            {definition.forms.map(form => (
              <option key={form.key} value={form.key}>
                {label(form.name)}
              </option>
            ))}
          </select>
        )}
      </Row>
      <ElementPanel
        of="document"
        value={document}
        place={['documents', document.key]}
        context={context}
        lead={['name', 'when']}
        omit={['blocks', 'form']}
      />
      <p className="fd-hint">{w('settingsHint')}</p>
      <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
        {d('designer.remove')}
      </Button>
    </>
  )
}

interface BlockSettingsProps {
  readonly document: Document
  readonly block: Block
  readonly context: PanelContext
}

/** What the panel makes rows of, by kind of block; the rest is edited apart. */
const shown: Readonly<Record<Block['type'], readonly string[]>> = {
  heading: ['level', 'align'],
  text: ['align'],
  facts: ['label', 'fields', 'columns'],
  rows: ['label', 'of', 'numbered'],
  image: ['field', 'width', 'align'],
  signatures: ['signers'],
  divider: [],
  page_break: [],
}
const ALL = ['text', 'picture', 'level', 'align', 'label', 'fields', 'columns', 'of', 'query', 'numbered', 'totals']
const EVERY = [...ALL, 'field', 'width', 'signers', 'when']
const allBut = (...names: readonly string[]): string[] => EVERY.filter(name => !names.includes(name))

function BlockSettings({ document, block, context }: BlockSettingsProps) {
  const place = [...blocksPlace(document), block.key]
  const form = context.space.forms.get(document.form)
  const panel = { of: `${block.type}_block`, value: block, place }
  const set = (values: Readonly<Record<string, unknown>>) => run({ do: 'set', at: place, set: values })
  return (
    <>
      {(block.type === 'heading' || block.type === 'text') && form !== undefined ? (
        <FilledText
          text={block.text}
          space={context.space}
          form={form}
          lines={block.type === 'heading' ? 2 : 5}
          onChange={text => set({ text })}
        />
      ) : null}
      {block.type === 'image' ? (
        <OwnPicture
          picture={block.picture}
          onChange={picture => set(picture === null ? { picture } : { picture, field: null })}
        />
      ) : null}
      <ElementPanel {...panel} context={context} lead={shown[block.type]} omit={allBut(...shown[block.type])} />
      {block.type === 'rows' ? (
        <ElementPanel
          {...panel}
          context={{ ...context, form: listedForm(context, document, block) }}
          lead={['columns', 'totals']}
          omit={allBut('columns', 'totals')}
        />
      ) : null}
      <ElementPanel {...panel} context={context} lead={['when']} omit={allBut('when', 'query')} />
    </>
  )
}

/** The form whose fields are the columns of a table. */
function listedForm(
  { space }: PanelContext,
  document: Document,
  { of, query }: Extract<Block, { type: 'rows' }>,
): string | undefined {
  const form = space.forms.get(document.form)
  return query?.form ?? (form === undefined || of === undefined ? undefined : relatedForm(form, of))
}
