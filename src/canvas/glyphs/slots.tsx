import type { PlacementPicture, PlacementStep } from '../../../workers/systems/glyphs'
import { ownerColour } from '../palette'
import { hashText, shortKey } from './placement-reading'

const SPACE = 4
const MOST_IN_ROW = 8
const TALL = 34

interface SlotRowProps {
  readonly picture: PlacementPicture
  readonly step: PlacementStep | null
  readonly width: number
  readonly height: number
}

/** One slot a node, by number: the remainder of the key's hash is the number, or the key jumps to it from the left. */
export function SlotRow({ picture, step, width, height }: SlotRowProps) {
  const { nodes } = picture
  const columns = Math.min(MOST_IN_ROW, Math.max(1, nodes.length))
  const rows = Math.ceil(nodes.length / columns)
  const slot = width / columns - SPACE
  const top = (height - rows * (TALL + 18)) / 2 + 26
  const chosen = slotOf(step, nodes.length)
  const place = (index: number) => ({
    x: (index % columns) * (slot + SPACE) + SPACE / 2,
    y: top + Math.floor(index / columns) * (TALL + 18),
  })
  return (
    <>
      <Working step={step} count={nodes.length} width={width} />
      {nodes.map(({ name }, index) => {
        const { x, y } = place(index)
        const isChosen = chosen === index
        return (
          <g key={name} transform={`translate(${x} ${y})`}>
            <rect width={slot} height={TALL} rx={4} style={{ fill: ownerColour(name, index) }} opacity={0.85} />
            {isChosen && <rect className="glyph-chosen" x={-3} y={-3} width={slot + 6} height={TALL + 6} rx={6} />}
            <text x={slot / 2} y={TALL + 14} className={isChosen ? 'glyph-strong glyph-middle' : 'glyph-middle'}>
              {name}
            </text>
            <text x={slot / 2} y={-6} className="glyph-faint glyph-middle">
              {index}
            </text>
          </g>
        )
      })}
      {step?.step === 'jump' && step.count === nodes.length && (
        <Jump from={place(step.from)} to={place(step.bucket)} middle={slot / 2} />
      )}
    </>
  )
}

/** The slot that a step chooses or comes to, unless it speaks of another number of slots. */
function slotOf(step: PlacementStep | null, count: number): number | null {
  if (step === null || !('count' in step) || step.count !== count) return null
  return step.step === 'remainder' ? step.index : step.bucket
}

interface Corner {
  readonly x: number
  readonly y: number
}

/** An arc from the middle of one slot to the middle of another. */
function Jump({ from, to, middle }: { readonly from: Corner; readonly to: Corner; readonly middle: number }) {
  const [x1, y1, x2, y2] = [from.x + middle, from.y + TALL / 2, to.x + middle, to.y + TALL / 2]
  return (
    <>
      <path className="glyph-way" d={`M${x1} ${y1}Q${(x1 + x2) / 2} ${Math.min(y1, y2) - 26} ${x2} ${y2}`} />
      <circle className="glyph-key" cx={x2} cy={y2} r={4} />
    </>
  )
}

function Working({ step, count, width }: { step: PlacementStep | null; count: number; width: number }) {
  if (step === null)
    return (
      <text x={width / 2} y={20} className="glyph-faint glyph-middle">
        no key yet
      </text>
    )
  return (
    <>
      <text x={width / 2} y={14} className="glyph-strong glyph-middle glyph-code">
        {shortKey(step.key, 24)}
      </text>
      <text x={width / 2} y={31} className="glyph-middle glyph-code">
        {workingText(step, count)}
      </text>
    </>
  )
}

function workingText(step: PlacementStep, count: number): string {
  if (step.step === 'jump') return `bucket ${step.from} → ${step.bucket}`
  if (step.step === 'landing') return `bucket ${step.bucket}, the next is ≥ ${step.count}`
  if (step.step === 'remainder') return `${hashText(step.hash)} mod ${step.count} = ${step.index}`
  return `${count} slots`
}
