import { formatDuration } from '../../workers/kernel/time'
import type { Trace } from '../../workers/trace/trace'
import { NamedMarks } from './named-marks'

/** The marks that tell what the network does to a link. Their details name both ends as `from` and `to`. */
export const LINK_MARKS: ReadonlySet<string> = new Set(['link/cut', 'link/healed', 'link/delayed', 'link/drops'])

interface LinkState {
  readonly cut: boolean
  readonly extraMicros: number
  readonly percent: number
}

const NORMAL: LinkState = { cut: false, extraMicros: 0, percent: 0 }

/** What is wrong with the links of a trace at a moment, in words, read from its marks. */
export class LinkStates {
  private readonly marks: NamedMarks
  private words = new Map<string, string>()
  /** How many marks the words come from, and how often the trace had been cut then. */
  private from = -1
  private cuts = -1

  constructor(private readonly trace: Trace) {
    this.marks = new NamedMarks(trace, LINK_MARKS)
  }

  /** `cut`, `+5 ms`, `loses 20 %`, the last two together, or empty when the link between two nodes works normally. */
  word(a: string, b: string, count: number): string {
    const marks = this.marks.number(count)
    if (marks !== this.from || this.trace.cuts !== this.cuts) {
      this.from = marks
      this.cuts = this.trace.cuts
      this.read(marks)
    }
    return this.words.get(pairKey(a, b)) ?? ''
  }

  private read(marks: number): void {
    const states = new Map<string, LinkState>()
    for (let place = 0; place < marks; place++) {
      const { name, details } = this.trace.mark(this.marks.at(place))
      const key = pairKey(String(details.from), String(details.to))
      const state = states.get(key) ?? NORMAL
      if (name === 'link/cut') states.set(key, { ...state, cut: true })
      else if (name === 'link/delayed') states.set(key, { ...state, extraMicros: Number(details.time) })
      else if (name === 'link/drops') states.set(key, { ...state, percent: Number(details.percent) })
      else states.set(key, NORMAL)
    }
    this.words = new Map([...states].map(([key, state]) => [key, wordOf(state)]))
  }
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

function wordOf({ cut, extraMicros, percent }: LinkState): string {
  if (cut) return 'cut'
  const words = [extraMicros > 0 ? `+${formatDuration(extraMicros)}` : '', percent > 0 ? `loses ${percent} %` : '']
  return words.filter((word) => word !== '').join(', ')
}
