import { type ReactNode, useEffect, useRef } from 'react'
import type { ShownFlaw, ShownSource, Span } from './shown-source'

interface Properties {
  readonly file: string
  readonly source: ShownSource
  readonly anchor: string
  /** The whole file, or only the function that is at work. */
  readonly isWhole: boolean
}

/** Lines of a source with those at work lit, and the guide's flaws as notes where they are. */
export function SourceView({ file, source, anchor, isWhole }: Properties) {
  const { lines, spans, flaws } = source
  const { lit, around } = source.anchors[anchor] ?? { lit: [0, 0], around: [1, lines.length] }
  const [first, last] = isWhole ? [1, lines.length] : around
  const margin = marginOf(lines.slice(first - 1, last))
  const list = useRef<HTMLOListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is lit comes into sight when it is another.
  useEffect(() => bringIntoSight(list.current), [file, anchor, isWhole])
  return (
    <ol ref={list} className="code-lines" aria-label={`Source of ${file}`}>
      {lines.slice(first - 1, last).map((text, index) => {
        const line = first + index
        const flaw = flaws.find((each) => each.line <= line && line <= each.to)
        if (flaw !== undefined) return flaw.line === line ? <FlawNote key={line} flaw={flaw} /> : null
        const isLit = lit[0] <= line && line <= lit[1]
        return (
          <li key={line} className="code-line" data-lit={isLit} data-line={line}>
            <span className="code-line-number" aria-hidden="true">
              {line}
            </span>
            <code style={{ paddingLeft: `${indentOf(text, margin) + 2}ch` }}>
              {line === lit[0] && <span className="spoken">At work from here: </span>}
              {coloured(text, spans[line - 1] ?? [])}
            </code>
          </li>
        )
      })}
    </ol>
  )
}

function FlawNote({ flaw }: { flaw: ShownFlaw }) {
  return (
    <li className="code-flaw">
      <b>Flaw</b> {flaw.text}
    </li>
  )
}

/** A line without its indentation, which the margin of the element stands for, so that what wraps hangs under it. */
function coloured(text: string, spans: readonly Span[]): ReactNode[] {
  const parts: ReactNode[] = []
  let at = text.length - text.trimStart().length
  for (const [from, to, kind] of spans) {
    if (to <= at) continue
    if (from > at) parts.push(text.slice(at, from))
    parts.push(
      <span key={from} className={`code-${kind}`}>
        {text.slice(Math.max(at, from), to)}
      </span>,
    )
    at = to
  }
  parts.push(text.slice(at))
  return parts
}

/** The indentation that all lines share. */
function marginOf(lines: readonly string[]): number {
  const own = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  return Math.min(...own, Number.MAX_SAFE_INTEGER)
}

function indentOf(text: string, margin: number): number {
  return text.trim() === '' ? 0 : text.length - text.trimStart().length - margin
}

/** Where the panel scrolls by itself; on a phone the page scrolls, and a step must not move it. */
function bringIntoSight(list: HTMLElement | null): void {
  const lit = list?.querySelector('[data-lit="true"]')
  const panel = list?.closest('.side-content')
  if (!lit || !panel || getComputedStyle(panel).overflowY === 'visible') return
  const [line, room] = [lit.getBoundingClientRect(), panel.getBoundingClientRect()]
  if (line.top < room.top + 40 || line.bottom > room.bottom - 40)
    panel.scrollTop += line.top - room.top - room.height / 3
}
