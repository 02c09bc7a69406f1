import type { PlacementPicture, PlacementStep } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import { shortKey } from './placement-reading'

const TOP = 26
const NAME = 62
const FIGURE = 40

/** Rendezvous: every node's score for the last key as a bar; the longest owns the key. */
export function ScoreBars({
  picture,
  step,
  width,
  height,
}: {
  readonly picture: PlacementPicture
  readonly step: PlacementStep | null
  readonly width: number
  readonly height: number
}) {
  const scored = step?.step === 'score' ? step : null
  const row = Math.min(22, (height - TOP) / Math.max(1, picture.nodes.length))
  const longest = width - NAME - FIGURE
  return (
    <>
      <text x={width / 2} y={12} className={scored === null ? 'glyph-faint glyph-middle' : 'glyph-middle'}>
        {scored === null ? 'no key yet' : 'scores of '}
        {scored !== null && <tspan className="glyph-strong glyph-code">{shortKey(scored.key, 20)}</tspan>}
      </text>
      {picture.nodes.map(({ name }, index) => {
        const score = scored?.scores[scored.names.indexOf(name)]
        const isChosen = scored?.node === name
        return (
          <g key={name} transform={`translate(0 ${TOP + index * row})`}>
            <text y={row / 2 + 4} className={isChosen ? 'glyph-strong' : 'glyph-ink'}>
              {name}
            </text>
            <rect className="glyph-free" x={NAME} y={row / 2 - 5} width={longest} height={10} rx={3} />
            {score !== undefined && (
              <rect
                className="glyph-moves"
                x={NAME}
                y={row / 2 - 5}
                width={longest * score}
                height={10}
                rx={3}
                style={{ fill: ownerColour(name, index) }}
              />
            )}
            <text x={width} y={row / 2 + 4} className={isChosen ? 'glyph-strong glyph-end' : 'glyph-end'}>
              {score === undefined ? '' : score.toFixed(3)}
            </text>
          </g>
        )
      })}
    </>
  )
}
