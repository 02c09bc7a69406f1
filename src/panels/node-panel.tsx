import { useMemo } from 'react'
import { formatMoment } from '../../workers/kernel/time'
import type { LinkEnds } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { LinkFaultButtons, NodeFaultButtons } from './fault-buttons'
import { NodeGlyph } from './node-glyph'
import { NodeWaits } from './node-waits'
import { type ReadingTable, readingLines, readingTable } from './reading-text'
import './node-panel.css'

/** The chosen node or link: what it holds, what it waits for, and the ways to break it. */
export function NodePanel() {
  const trace = useRun((run) => run.trace)
  const node = useSelection((selection) => selection.node)
  const link = useSelection((selection) => selection.link)
  if (trace === null) return null
  const index = trace.topology.nodes.findIndex(({ name }) => name === node)
  if (link !== null) return <LinkView link={link} trace={trace} />
  if (index < 0) return <NothingChosen trace={trace} />
  return <NodeView key={node} index={index} trace={trace} />
}

/** Nodes as a list: the way to them without a pointer. */
function NothingChosen({ trace }: { trace: Trace }) {
  return (
    <section className="panel-section">
      <p className="panel-empty">Choose a node or a link in the picture to look inside it and to break it. Or here:</p>
      <NodeNames names={trace.topology.nodes.map(({ name }) => name)} />
    </section>
  )
}

/** Buttons that choose a node by its name. */
function NodeNames({ names }: { names: readonly string[] }) {
  const selectNode = useSelection((selection) => selection.selectNode)
  return (
    <ul className="node-names">
      {names.map((name) => (
        <li key={name}>
          <button type="button" className="button" onClick={() => selectNode(name)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  )
}

function NodeView({ index, trace }: { index: number; trace: Trace }) {
  const info = trace.topology.nodes[index]
  const view = useRun((run) => run.view)
  const variant = useRun((run) => run.meta.variants.find(({ id }) => id === run.scenario.variant))
  const growth = useRun((run) => run.growth)
  const { count, micros } = useReadablePlayhead()
  const version = trace.readingVersion(index, count)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reading is equal while its version and the trace's growth are.
  const reading = useMemo(() => trace.reading(index, count), [trace, index, version, growth])
  const lines = readingLines(reading)
  const table = readingTable(reading)
  if (info === undefined) return null
  const title = (variant && view.title?.(info, variant)) ?? info.kind.replaceAll('-', ' ')
  return (
    <>
      <section className="panel-section" aria-label={`Reading of ${info.name}`}>
        <h2 className="panel-title">
          <b>{info.name}</b>
          {title !== info.name && <span>{title}</span>}
          <time>{formatMoment(micros)}</time>
        </h2>
        <NodeGlyph trace={trace} index={index} />
        {lines.length === 0 && table === null ? (
          <p className="panel-empty">It has nothing to show yet at this moment.</p>
        ) : (
          <dl className="readings">
            {lines.map(({ key, label, text }) => (
              <div key={key}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {table && <OtherNodes table={table} />}
      </section>
      <section className="panel-section" aria-label={`Break ${info.name}`}>
        <h2>Break it here</h2>
        <NodeFaultButtons node={info.name} kind={info.kind} />
      </section>
      <NodeWaits node={info.name} />
      <LinksOf index={index} trace={trace} />
    </>
  )
}

function OtherNodes({ table }: { table: ReadingTable }) {
  return (
    <table className="other-nodes">
      <thead>
        <tr>
          <td />
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ name, texts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {texts.map((text, column) => (
              <td key={table.columns[column]}>{text}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The links of a node as a list: the way to them without a pointer. */
function LinksOf({ index, trace }: { index: number; trace: Trace }) {
  const selectLink = useSelection((selection) => selection.selectLink)
  const { nodes, links } = trace.topology
  const others = new Set(
    links.filter(({ from, to }) => from === index || to === index).map(({ from, to }) => (from === index ? to : from)),
  )
  const own = nodes[index]?.name ?? ''
  return (
    <section className="panel-section" aria-label={`Links of ${own}`}>
      <h2>Links</h2>
      <ul className="node-names">
        {[...others].map((other) => (
          <li key={other}>
            <button type="button" className="button" onClick={() => selectLink([own, nodes[other]?.name ?? ''])}>
              {nodes[other]?.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function LinkView({ link, trace }: { link: LinkEnds; trace: Trace }) {
  const { count, micros } = useReadablePlayhead()
  useRun((run) => run.growth)
  const flying = useMemo(() => flyingOn(trace, link, count), [trace, link, count])
  return (
    <>
      <section className="panel-section" aria-label={`Link ${link.join(' to ')}`}>
        <h2 className="panel-title">
          <b>
            {link[0]} – {link[1]}
          </b>
          <span>link</span>
          <time>{formatMoment(micros)}</time>
        </h2>
        <dl className="readings">
          {flying.map(({ label, hops }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{hops} on the way</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="panel-section" aria-label="Break this link">
        <h2>Break it here</h2>
        <LinkFaultButtons link={link} />
      </section>
      <section className="panel-section" aria-label="Ends of this link">
        <h2>Ends</h2>
        <NodeNames names={link} />
      </section>
    </>
  )
}

/** How many messages fly in each direction. */
function flyingOn(trace: Trace, [a, b]: LinkEnds, count: number): readonly { label: string; hops: number }[] {
  const { nodes, links } = trace.topology
  const name = (node: number) => nodes[node]?.name ?? ''
  const hops = { there: 0, back: 0 }
  trace.forEachFlying(count, (hop) => {
    const ends = links[trace.hopLink(hop)]
    if (ends === undefined) return
    if (name(ends.from) === a && name(ends.to) === b) hops.there += 1
    if (name(ends.from) === b && name(ends.to) === a) hops.back += 1
  })
  return [
    { label: `${a} to ${b}`, hops: hops.there },
    { label: `${b} to ${a}`, hops: hops.back },
  ]
}
