/** Busy workers of each server and what waits before it; the third answers with failures at once, so it looks idle. */
const SERVERS = [
  { y: 34, busy: 4, waiting: 1 },
  { y: 76, busy: 3, waiting: 0 },
  { y: 118, busy: 0, waiting: 0 },
  { y: 160, busy: 4, waiting: 2 },
] as const
const FAILING = 2
const CLIENTS = [45, 90, 135] as const
const WORKERS = [0, 1, 2, 3] as const
const PLACES = [0, 1] as const

function curve(fromX: number, fromY: number, toX: number, toY: number): string {
  const middle = (fromX + toX) / 2
  return `M${fromX} ${fromY}C${middle} ${fromY} ${middle} ${toY} ${toX} ${toY}`
}

/** Clients, a balancer and servers; the server that fails fast draws the traffic. */
export function BalancerPicture() {
  return (
    <svg viewBox="0 0 324 190" aria-hidden="true" className="picture">
      {CLIENTS.map((y) => (
        <path key={y} className="picture-link" d={curve(50, y, 116, 90)} />
      ))}
      {SERVERS.map(({ y }, index) => (
        <path
          key={y}
          className={index === FAILING ? 'picture-link picture-link-bad' : 'picture-link'}
          d={curve(162, 90, 226, y)}
        />
      ))}
      {CLIENTS.map((y) => (
        <circle key={y} className="picture-box" cx={38} cy={y} r={12} />
      ))}
      <rect className="picture-box picture-box-accent" x={116} y={61} width={46} height={58} rx={8} />
      {SERVERS.map(({ y, busy }, index) => (
        <g key={y}>
          {WORKERS.map((cell) => (
            <rect
              key={cell}
              className={cell < busy ? 'picture-on' : 'picture-off'}
              x={124 + cell * 8}
              y={71 + index * 11}
              width={6}
              height={6}
              rx={1.5}
            />
          ))}
        </g>
      ))}
      {SERVERS.map((server, index) => (
        <Server key={server.y} {...server} failing={index === FAILING} />
      ))}
      <circle className="picture-on" cx={80} cy={68} r={3.4} />
      <circle className="picture-on" cx={92} cy={90} r={3.4} />
      <circle className="picture-on" cx={188} cy={82} r={3.4} />
      <Diamond x={78} y={126} />
      <Diamond x={206} y={77} />
      <Cross x={196} y={108} />
      <Cross x={208} y={114} />
      <circle className="picture-on" cx={182} cy={101.5} r={3.4} />
      <text className="picture-word" x={26} y={176}>
        the idle one fails at once
      </text>
    </svg>
  )
}

function Server({ y, busy, waiting, failing }: (typeof SERVERS)[number] & { failing: boolean }) {
  return (
    <g>
      <rect
        className={failing ? 'picture-box picture-box-bad' : 'picture-box'}
        x={226}
        y={y - 17}
        width={68}
        height={34}
        rx={7}
      />
      {WORKERS.map((cell) => (
        <rect
          key={cell}
          className={cell < busy ? 'picture-on' : 'picture-off'}
          x={235 + cell * 13}
          y={y - 9}
          width={10.5}
          height={9}
          rx={2}
        />
      ))}
      {PLACES.filter((place) => place < waiting).map((place) => (
        <circle key={place} className="picture-on" cx={238 + place * 9} cy={y + 8.5} r={2.6} />
      ))}
    </g>
  )
}

function Diamond({ x, y }: { x: number; y: number }) {
  return (
    <rect className="picture-good" x={x - 3} y={y - 3} width={6} height={6} rx={1} transform={`rotate(45 ${x} ${y})`} />
  )
}

function Cross({ x, y }: { x: number; y: number }) {
  return <path className="picture-cross" d={`M${x - 3} ${y - 3}l6 6m0-6l-6 6`} />
}
