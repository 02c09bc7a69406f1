import { numberOf, type Reading } from '../reading'
import type { GlyphKind, GlyphProps } from './glyph-kind'

const NAME = 58
const FIGURE = 30
const ROW = 17

export const hitRatios: GlyphKind<'hit-ratios'> = {
  size: ({ most }, compact) => ({ width: compact ? 132 : 160, height: 14 + ROW * most }),
  Drawing: HitRatios,
  stepMarks: [],
  words: (_, reading) =>
    namesIn(reading).map((name) => {
      const ratio = ratioOf(reading, name)
      return ratio === null ? `${name} not asked yet` : `${name} hit ratio ${ratio.toFixed(2)}`
    }),
}

/** A bar a cache: how many of the answers so far were hits. The best has its figure in strong type. */
function HitRatios({ glyph, reading, width }: GlyphProps<'hit-ratios'>) {
  const names = namesIn(reading).slice(0, glyph.most)
  const best = Math.max(0, ...names.map((name) => ratioOf(reading, name) ?? 0))
  const bar = width - NAME - FIGURE
  return (
    <>
      <text x={0} y={9} className="glyph-faint">
        hits so far
      </text>
      {names.map((name, index) => {
        const ratio = ratioOf(reading, name)
        const isBest = ratio !== null && ratio > 0 && ratio === best
        return (
          <g key={name} transform={`translate(0 ${14 + index * ROW})`}>
            <text x={0} y={11} className="glyph-ink">
              {name}
            </text>
            <rect className="glyph-free" x={NAME} y={3} width={bar} height={9} rx={3} />
            <rect className="glyph-busy" x={NAME} y={3} width={bar * (ratio ?? 0)} height={9} rx={3} />
            <text x={width} y={11} className={`glyph-end ${isBest ? 'glyph-strong' : 'glyph-ink'}`}>
              {ratio === null ? '–' : ratio.toFixed(2)}
            </text>
          </g>
        )
      })}
    </>
  )
}

/** The names that the reading has answers of, in its order. */
function namesIn(reading: Reading): string[] {
  return Object.keys(reading)
    .filter((key) => key.startsWith('answers:'))
    .map((key) => key.slice('answers:'.length))
}

function ratioOf(reading: Reading, name: string): number | null {
  const answers = numberOf(reading, `answers:${name}`)
  return answers === 0 ? null : numberOf(reading, `hits:${name}`) / answers
}
