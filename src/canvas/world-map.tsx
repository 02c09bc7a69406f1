import { ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Topology } from '../../workers/protocol'
import type { WorldMap as WorldMapOf } from '../../workers/systems/backdrop'
import type { Point } from '../../workers/systems/system'
import type { Layout } from './layout'
import './world-map.css'
import { dotsOfLand, isLand } from './world-land'

/** Space between dots, in canvas units. */
const STEP = 9

/** The continents as sand: dots of equal distance, however the picture is stretched; and where its nodes really are. */
export const WorldMap = memo(function WorldMap({
  map,
  layout,
  topology,
}: {
  readonly map: WorldMapOf
  readonly layout: Layout
  readonly topology: Topology
}) {
  const { stretch, boxes } = layout
  const land = useMemo(() => landPath(map, stretch), [map, stretch])
  const pins = topology.nodes.flatMap(({ name }, index) => {
    const place = map.places[name]
    const box = boxes[index]
    return place === undefined || box === undefined ? [] : [{ name, box, ...pointOf(map, stretch, place) }]
  })
  return (
    <ViewportPortal>
      <svg className="world-map" width={1} height={1} aria-hidden="true">
        <path className="world-land" d={land} />
        {pins.map(({ name, x, y, box }) => (
          <g key={name} className="world-pin">
            <path d={`M${x} ${y}L${box.x} ${box.y}`} />
            <circle cx={x} cy={y} r={5} />
          </g>
        ))}
      </svg>
    </ViewportPortal>
  )
})

/** A place of the earth in canvas units. */
export function pointOf(map: WorldMapOf, stretch: Point, [latitude, longitude]: readonly [number, number]): Point {
  return {
    x: (map.zero.x + longitude * map.unit.x) * stretch.x,
    y: (map.zero.y - latitude * map.unit.y) * stretch.y,
  }
}

function landPath(map: WorldMapOf, stretch: Point): string {
  const dots = dotsOfLand({ width: map.unit.x * stretch.x, height: map.unit.y * stretch.y }, STEP, isLand)
  return dots
    .map((place) => {
      const { x, y } = pointOf(map, stretch, place)
      return `M${x.toFixed(1)} ${y.toFixed(1)}h0`
    })
    .join('')
}
