import { type Passage, passageOf, type SystemCode } from '../../../workers/systems/source-passage'
import type { Trace } from '../../../workers/trace/trace'

/** A mark whose source is known. */
export interface CodeStep {
  /** Index of the mark in the trace. */
  readonly mark: number
  readonly passage: Passage
  /** What of the file is at work. */
  readonly anchor: string
}

/** The steps of a run through the sources that its system names. */
export class CodeSteps {
  private readonly names: ReadonlySet<string>

  constructor(
    private readonly code: SystemCode,
    private readonly trace: Trace,
    private readonly variant: string,
  ) {
    this.names = new Set(code.flatMap(({ marks }) => Object.keys(marks)))
  }

  /** The last step among the first `marks` marks of the run, or null. */
  before(marks: number): CodeStep | null {
    for (let mark = marks - 1; mark >= 0; mark--) {
      const step = this.at(mark)
      if (step !== null) return step
    }
    return null
  }

  /** The first step from the mark with this index on: on one node, if that is given, and then in no earlier event. */
  from(mark: number, node: number | null = null, event = 0): CodeStep | null {
    const { trace } = this
    for (let index = mark; index < trace.markCount; index++) {
      if (node !== null && (trace.markNodeOf(index) !== node || trace.markEventOf(index) < event)) continue
      const step = this.at(index)
      if (step !== null) return step
    }
    return null
  }

  /** The next step on the node of this one, after all that this event does. */
  over({ mark }: CodeStep): CodeStep | null {
    return this.from(mark + 1, this.trace.markNodeOf(mark), this.trace.markEventOf(mark) + 1)
  }

  private at(mark: number): CodeStep | null {
    const { trace } = this
    const name = trace.markNameOf(mark)
    if (!this.names.has(name)) return null
    const node = trace.topology.nodes[trace.markNodeOf(mark)]?.name ?? ''
    const passage = passageOf(this.code, name, this.variant, node)
    const anchor = passage?.marks[name]
    return passage === undefined || anchor === undefined ? null : { mark, passage, anchor }
  }
}
