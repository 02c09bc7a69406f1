import { isDown, numberOf, textOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-kind'
import { moneyText } from './money'
import { Queue } from './server'
import './scaling.css'

/** Its workers as cells, and under them who waits or what it is doing, and what it costs; in a small one only the first of these. */
export function MachineDrawing({ reading, width, height, compact }: GlyphProps<'machine'>) {
  // Its provider takes a broken machine for one that runs; the box around says that it is down.
  const power = isDown(reading) ? '' : textOf(reading, 'power')
  const cells = compact ? 12 : 18
  const queue = numberOf(reading, 'queue')
  const bottom = height - (compact ? 3 : 4)
  const isPriceFirst = compact && power === 'ready'
  return (
    <>
      {power === 'off' || power === 'booting' ? (
        <rect className={`machine-${power}`} x={0.5} y={0.5} width={width - 1} height={cells - 1} rx={3} />
      ) : (
        <CellRow
          x={0}
          y={0}
          width={width}
          height={cells}
          count={numberOf(reading, 'workers')}
          filled={numberOf(reading, 'busy')}
        />
      )}
      {queue > 0 ? (
        <Queue length={queue} capacity={0} width={width - (compact ? 4 : 46)} y={bottom} />
      ) : (
        <text x={0} y={bottom} className={power === 'booting' ? 'machine-word' : 'glyph-faint'}>
          {isPriceFirst ? `${moneyText(reading, 'centsPerHour')}/h` : power === 'leaving' ? 'finishing' : power}
        </text>
      )}
      {!compact && power !== 'off' && (
        <text x={width} y={bottom} className="glyph-end glyph-faint">
          {moneyText(reading, 'centsPerHour')}/h
        </text>
      )}
    </>
  )
}
