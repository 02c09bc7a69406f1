import { useMemo, useSyncExternalStore } from 'react'
import type { Mark, Trace } from '../../workers/trace/trace'
import { NamedMarks } from './named-marks'
import type { Reading } from './reading'
import { useScene } from './scene'

/** What a node shows at a moment. The same object as long as nothing that it shows has changed. */
export interface NodeMoment {
  readonly reading: Reading
  readonly lastMark: Mark | null
}

const NOTHING: NodeMoment = { reading: {}, lastMark: null }

/** Follows one node: asks only for version numbers until one of them differs. */
export class NodeWatch {
  private moment: NodeMoment = NOTHING
  private version = -1
  private mark = -1
  private cuts = -1
  private readonly marks: NamedMarks | null

  /** @param stepMarks the marks whose last one is followed too; a search that most glyphs can spare */
  constructor(
    private readonly trace: Trace,
    private readonly node: number,
    stepMarks: readonly string[],
  ) {
    this.marks = stepMarks.length === 0 ? null : new NamedMarks(trace, new Set(stepMarks))
  }

  /** @param shown how many marks of the run are shown */
  at(count: number, shown = this.trace.marksSet(count)): NodeMoment {
    const { trace, node } = this
    const version = trace.readingVersion(node, count)
    const mark = this.marks?.last(node, shown) ?? -1
    if (version === this.version && mark === this.mark && trace.cuts === this.cuts) return this.moment
    this.version = version
    this.mark = mark
    this.cuts = trace.cuts
    this.moment = { reading: trace.reading(node, count), lastMark: mark === -1 ? null : trace.mark(mark) }
    return this.moment
  }
}

/** Re-renders the caller only when what the node shows at the playhead of its scene changed. */
export function useNodeMoment(trace: Trace, node: number, stepMarks: readonly string[]): NodeMoment {
  const scene = useScene()
  const watch = useMemo(() => new NodeWatch(trace, node, stepMarks), [trace, node, stepMarks])
  return useSyncExternalStore(scene.subscribe, () => {
    const { count, marks } = scene.playhead.getState()
    return watch.at(count, marks)
  })
}
