/** Points on the ring as turns from the top, with the owner (1 to 4) of the arc that ends there. */
const POINTS = [
  [0.03, 1],
  [0.09, 3],
  [0.17, 2],
  [0.21, 4],
  [0.3, 1],
  [0.37, 3],
  [0.41, 2],
  [0.5, 4],
  [0.56, 1],
  [0.61, 2],
  [0.7, 3],
  [0.75, 4],
  [0.82, 1],
  [0.88, 2],
  [0.96, 3],
] as const
const CENTRE = { x: 116, y: 95 }
const RADIUS = 62
/** The arcs that a joining node takes over: their keys move, all others stay. */
const JOINING = [
  [0.245, 0.3],
  [0.655, 0.7],
] as const
const KEYS = [0.06, 0.13, 0.27, 0.34, 0.46, 0.53, 0.68, 0.79, 0.92] as const

function at(turn: number, radius: number): string {
  const angle = turn * 2 * Math.PI
  const x = CENTRE.x + radius * Math.sin(angle)
  const y = CENTRE.y - radius * Math.cos(angle)
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}

function arc(from: number, to: number, radius: number): string {
  return `M${at(from, radius)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to, radius)}`
}

/** A ring of four owners on which a fifth joins: two arcs change hands, with the keys on them. */
export function RingPicture() {
  return (
    <svg viewBox="0 0 324 190" aria-hidden="true" className="picture">
      {POINTS.map(([turn, owner], index) => {
        const before = POINTS[index - 1]?.[0] ?? (POINTS[POINTS.length - 1]?.[0] ?? 0) - 1
        return (
          <path
            key={turn}
            d={arc(before, turn, RADIUS)}
            style={{ stroke: `var(--owner-${owner})` }}
            className="picture-arc"
          />
        )
      })}
      {POINTS.map(([turn]) => (
        <path key={turn} className="picture-tick" d={`M${at(turn, RADIUS - 7)}L${at(turn, RADIUS + 7)}`} />
      ))}
      {JOINING.map(([from, to]) => (
        <g key={to}>
          <path className="picture-moved" d={arc(from, to, RADIUS)} />
          <path className="picture-bracket" d={arc(from, to, RADIUS + 11)} />
        </g>
      ))}
      {KEYS.map((turn) => {
        const [x, y] = at(turn, RADIUS - 16).split(' ')
        const moves = JOINING.some(([from, to]) => turn > from && turn < to)
        return (
          <circle
            key={turn}
            className={moves ? 'picture-key-moves' : 'picture-key'}
            cx={x}
            cy={y}
            r={moves ? 4 : 2.8}
          />
        )
      })}
      <circle className="picture-key" cx={226} cy={82} r={2.8} />
      <text className="picture-word" x={238} y={86}>
        keys that stay
      </text>
      <circle className="picture-key-moves" cx={226} cy={106} r={4} />
      <text className="picture-word" x={238} y={110}>
        keys that move
      </text>
    </svg>
  )
}
