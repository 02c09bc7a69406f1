import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import type { Glyph } from '../../workers/systems/glyphs'
import type { Trace } from '../../workers/trace/trace'
import { selectionStore, useSelection } from '../run/selection-store'
import { GlyphView } from './glyphs/glyph-view'
import { kindOf } from './glyphs/kinds'
import { useNodeMoment } from './node-moment'
import { ownerColour } from './palette'
import { isDown, isStandby, modeText } from './reading'

export type BoxNode = Node<
  {
    readonly trace: Trace
    /** Index in the topology. */
    readonly index: number
    readonly name: string
    /** What the system calls it; empty when that is its name. */
    readonly title: string
    readonly glyph: Glyph
    readonly compact: boolean
  },
  'box'
>

/** A node: its name, what is out of the ordinary in words, and its inside. Follows the playhead by itself. */
export const NodeBox = memo(function NodeBox({ data }: NodeProps<BoxNode>) {
  const { trace, index, name, title, glyph, compact } = data
  const { reading, lastMark } = useNodeMoment(trace, index, kindOf(glyph).stepMarks)
  const isSelected = useSelection((selection) => selection.node === name)
  const mode = modeText(reading)
  const classes = ['node-box', 'nopan']
  if (compact) classes.push('node-box-compact')
  if (isDown(reading)) classes.push('node-box-down')
  else if (isStandby(reading)) classes.push('node-box-standby')
  if (isSelected) classes.push('node-box-selected')
  const spoken = [title === '' ? name : `${name}, ${title}`, mode].filter((part) => part !== '').join(', ')
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="node-box-handle" />
      <button
        type="button"
        className={classes.join(' ')}
        data-node={name}
        aria-pressed={isSelected}
        aria-haspopup="menu"
        aria-label={spoken}
        onClick={() => selectionStore.getState().selectNode(name)}
      >
        <span className="node-box-header">
          {glyph.type === 'cache' && (
            <span className="node-box-owner" style={{ background: ownerColour(name, index) }} />
          )}
          <span className="node-box-name">{name}</span>
          {mode === '' ? (
            <span className="node-box-title">{title}</span>
          ) : (
            <span className={isDown(reading) ? 'node-box-mode node-box-mode-bad' : 'node-box-mode'}>{mode}</span>
          )}
        </span>
        <GlyphView glyph={glyph} reading={reading} lastMark={lastMark} size={compact ? 'compact' : 'node'} />
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className="node-box-handle" />
    </>
  )
})
