import { memo } from 'react'

const WIDTH = 1200
const HEIGHT = 800
const STEP = 24

/** Height lines of a dune, far behind the picture. */
export const Contours = memo(function Contours() {
  return (
    <svg
      className="canvas-contours"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      {LINES.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  )
})

const LINES = Array.from({ length: 11 }, (_, line) => {
  const base = 20 + line * 76
  const points = Array.from({ length: WIDTH / STEP + 3 }, (_, index) => {
    const x = (index - 1) * STEP
    const swell = Math.sin(x / 148 + line * 0.9) * 24 + Math.sin(x / 61 - line * 1.7) * 8
    return `${x} ${(base + swell).toFixed(1)}`
  })
  return `M${points.join('L')}`
})
