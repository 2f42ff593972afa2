import type { Paper, PaperBlock } from '../../engine/document/paper.ts'
import { fileAddress } from '../api/upload.ts'
import { type Both, wordsIn } from '../i18n/index.ts'
import { paperWords } from './texts.ts'
import '../styles/paper.css'

/** A paper in its own language, whatever its reader's: text only, never markup. */
type Say = (words: Both) => string

/** A document as it is printed: a sheet on a desk, as wide as the screen on a phone. */
export function PaperView({ paper }: { readonly paper: Paper }) {
  return (
    <article className="fw-paper" lang={paper.language} aria-label={paper.name}>
      {paper.blocks.map(block => (
        <PaperBlockView key={block.key} block={block} language={paper.language} />
      ))}
    </article>
  )
}

/** One block of it, as the designer shows them one by one. */
export function PaperBlockView({
  block,
  language,
}: {
  readonly block: PaperBlock
  readonly language: Paper['language']
}) {
  const say: Say = words => wordsIn(language, words)
  switch (block.kind) {
    case 'heading':
      return <Heading block={block} />
    case 'text':
      return <p className={`fw-paper-text is-${block.align}`}>{block.text}</p>
    case 'facts':
      return <Facts block={block} />
    case 'rows':
      return <Rows block={block} say={say} />
    case 'image':
      return <Pictures block={block} say={say} />
    case 'signatures':
      return (
        <div className="fw-paper-signatures">
          {block.signers.map((signer, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two signers may have one name
            <div key={at}>
              <span>{signer}</span>
              <span className="fw-paper-line" />
              <span>{say(paperWords['paper.date'])}</span>
              <span className="fw-paper-line" />
            </div>
          ))}
        </div>
      )
    case 'divider':
      return <hr className="fw-paper-divider" />
    case 'page_break':
      return (
        <div className="fw-paper-break">
          <span>{say(paperWords['paper.newPage'])}</span>
        </div>
      )
  }
}

type Of<K extends PaperBlock['kind']> = Extract<PaperBlock, { kind: K }>

function Heading({ block: { text, level, align } }: { readonly block: Of<'heading'> }) {
  const Level = level === 1 ? 'h1' : level === 2 ? 'h2' : 'h3'
  return <Level className={`fw-paper-heading is-${align}`}>{text}</Level>
}

function Facts({ block: { label, columns, facts } }: { readonly block: Of<'facts'> }) {
  return (
    <section className="fw-paper-part">
      {label === '' ? null : <h3>{label}</h3>}
      <dl className={`fw-paper-facts is-${columns}`}>
        {facts.map(({ label: name, value, wide }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have one name
          <div key={at} className={wide ? 'is-wide' : undefined}>
            <dt>{name}</dt>
            <dd>{value === '' ? '—' : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Rows({ block, say }: { readonly block: Of<'rows'>; readonly say: Say }) {
  const { label, numbered, columns, rows, totals, more } = block
  const side = (at: number) => (columns[at]?.numeric === true ? 'is-number' : undefined)
  const total = say(paperWords['paper.total'])
  return (
    <div className="fw-paper-part">
      {label === '' ? null : <h3>{label}</h3>}
      <section
        className="fw-paper-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys
        tabIndex={0}
        aria-label={label === '' ? say(paperWords['paper.table']) : label}
      >
        <table className="fw-paper-table">
          <thead>
            <tr>
              {numbered ? <th className="is-index">{say(paperWords['paper.number'])}</th> : null}
              {columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns stand where they stand
                <th key={at} className={side(at)}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows stand where they stand
              <tr key={index}>
                {numbered ? <td className="is-index">{index + 1}</td> : null}
                {row.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells stand where they stand
                  <td key={at} className={side(at)}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
            {rows.length === 0 ? (
              <tr>
                <td className="is-none" colSpan={columns.length + (numbered ? 1 : 0)}>
                  {say(paperWords['paper.noRows'])}
                </td>
              </tr>
            ) : null}
          </tbody>
          {totals === null ? null : <Totals totals={totals} numbered={numbered} side={side} word={total} />}
        </table>
      </section>
      {more ? <p className="fw-paper-note">{say(paperWords['paper.moreRows'])}</p> : null}
    </div>
  )
}

interface TotalsProps {
  readonly totals: readonly string[]
  readonly numbered: boolean
  readonly side: (at: number) => string | undefined
  readonly word: string
}

/** The sums below their columns; the word stands in the first place that is free. */
function Totals({ totals, numbered, side, word }: TotalsProps) {
  const free = numbered ? -1 : totals.indexOf('')
  return (
    <tfoot>
      <tr>
        {numbered ? <th scope="row">{word}</th> : null}
        {totals.map((sum, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns stand where they stand
          <td key={at} className={side(at)}>
            {at === free ? word : sum}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}

function Pictures({ block, say }: { readonly block: Of<'image'>; readonly say: Say }) {
  const { files, picture, width, align } = block
  const addresses = picture === null ? files.map(fileAddress) : [picture]
  const style = { width: `${width}mm` }
  return (
    <div className={`fw-paper-pictures is-${align}`}>
      {addresses.map(address => (
        <img key={address} src={address} alt={say(paperWords['paper.picture'])} style={style} />
      ))}
    </div>
  )
}
