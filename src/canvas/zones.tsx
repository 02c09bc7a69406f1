import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { Topology } from '../../workers/protocol'
import type { Zone } from '../../workers/systems/backdrop'
import type { Box } from './curve'
import type { Layout } from './layout'
import './zones.css'

/** Between a zone and the nodes in it, in canvas units. */
const PADDING = 14
/** A strip at the top or the bottom has the label, so that no node hides it. */
const STRIP = 10
const INSET = 12

/** An area behind each group of nodes, with its name in a corner. */
export const Zones = memo(function Zones({
  zones,
  layout,
  topology,
}: {
  readonly zones: readonly Zone[]
  readonly layout: Layout
  readonly topology: Topology
}) {
  return (
    <ViewportPortal>
      <svg className="zones" width={1} height={1} aria-hidden="true">
        {zones.map((zone) => {
          const area = areaOf(
            topology.nodes.flatMap(({ name }, at) => (zone.nodes.includes(name) ? (layout.boxes[at] ?? []) : [])),
          )
          return area === null ? null : <ZoneArea key={zone.label} zone={zone} area={area} />
        })}
      </svg>
    </ViewportPortal>
  )
})

interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

function ZoneArea({ zone: { label, corner }, area }: { readonly zone: Zone; readonly area: Area }) {
  const { left, right } = area
  const isTop = corner === 'top-left'
  const top = area.top - (isTop ? STRIP : 0)
  const bottom = area.bottom + (isTop ? 0 : STRIP)
  const isRight = corner === 'bottom-right'
  return (
    <g>
      <rect className="zone" x={left} y={top} width={right - left} height={bottom - top} rx={18} />
      <text
        className={isRight ? 'zone-label zone-end' : 'zone-label'}
        x={isRight ? right - INSET : left + INSET}
        y={isTop ? top + 17 : bottom - 8}
      >
        {label}
      </text>
    </g>
  )
}

/** The least area that holds all boxes with some space around them; null without a box. */
export function areaOf(boxes: readonly Box[]): Area | null {
  if (boxes.length === 0) return null
  return {
    left: Math.min(...boxes.map(({ x, width }) => x - width / 2)) - PADDING,
    top: Math.min(...boxes.map(({ y, height }) => y - height / 2)) - PADDING,
    right: Math.max(...boxes.map(({ x, width }) => x + width / 2)) + PADDING,
    bottom: Math.max(...boxes.map(({ y, height }) => y + height / 2)) + PADDING,
  }
}
