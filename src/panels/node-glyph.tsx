import { useMemo } from 'react'
import { Values } from '../../workers/scenario/parameters'
import type { Glyph } from '../../workers/systems/glyphs'
import type { Trace } from '../../workers/trace/trace'
import { GlyphView } from '../canvas/glyphs/glyph-view'
import { kindOf } from '../canvas/glyphs/kinds'
import { useNodeMoment } from '../canvas/node-moment'
import { useRun } from '../run/run-store'

/** A small drawing is not blown up further than this. */
const MOST_SCALE = 1.7

/** The inside of a node as wide as the panel: the drawing of the picture, at the same moment. */
export function NodeGlyph({ trace, index }: { readonly trace: Trace; readonly index: number }) {
  const view = useRun((run) => run.view)
  const values = useRun((run) => run.scenario.values)
  const info = trace.topology.nodes[index]
  const glyph = useMemo(() => (info === undefined ? null : view.glyph(info, new Values(values))), [info, view, values])
  return glyph === null ? null : <Large trace={trace} index={index} glyph={glyph} />
}

function Large({ trace, index, glyph }: { readonly trace: Trace; readonly index: number; readonly glyph: Glyph }) {
  const { size, stepMarks } = kindOf(glyph)
  const { reading, lastMark } = useNodeMoment(trace, index, stepMarks)
  return (
    <div className="node-glyph">
      <div style={{ width: size(glyph, false).width * MOST_SCALE }}>
        <GlyphView glyph={glyph} reading={reading} lastMark={lastMark} size="large" />
      </div>
    </div>
  )
}
