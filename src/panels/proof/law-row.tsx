import { type Finding, isKept, type Law, quantityText } from '../../../workers/systems/law'
import { boundsText, lawScale } from './law-bounds'

/** One law beside what this run measures: a round lamp keeps it, a square one breaks it, a ring waits for the run to end. */
export function LawRow({ law, finding }: { law: Law; finding: Finding | undefined }) {
  const quantity = finding?.kind === 'measured' ? finding.quantity : null
  const state = quantity === null ? 'waiting' : isKept(quantity) ? 'holds' : 'broken'
  return (
    <li className="lamp law" data-lamp={state} data-law={law.id}>
      <p>
        <span className="spoken">
          {state === 'waiting' ? 'Not measured yet: ' : state === 'holds' ? 'Kept: ' : 'Broken: '}
        </span>
        {law.name}
      </p>
      <dl className="law-figures">
        <div>
          <dt>This run</dt>
          <dd>{quantity === null ? '…' : quantityText(quantity.value, quantity.unit)}</dd>
        </div>
        <div>
          <dt>Law</dt>
          <dd>{quantity === null ? '…' : boundsText(quantity)}</dd>
        </div>
      </dl>
      {quantity !== null && <LawBar scale={lawScale(quantity)} />}
      <p className="law-formula">{law.formula}</p>
      <p className="law-source">
        {sentence(law.source)} {sentence(law.tolerance)}
      </p>
    </li>
  )
}

/** The value on the range that the law leaves. The numbers stand above it. */
function LawBar({ scale }: { scale: ReturnType<typeof lawScale> }) {
  if (scale === null) return null
  const isInside = scale.value >= scale.from && scale.value <= scale.to
  return (
    <svg className="law-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="law-bar-ground" x="0" y="3" width="100" height="4" />
      <rect className="law-bar-range" x={100 * scale.from} y="3" width={100 * (scale.to - scale.from)} height="4" />
      <line className="law-bar-law" x1={100 * scale.law} x2={100 * scale.law} y1="0" y2="10" />
      <line
        className="law-bar-value"
        data-inside={isInside}
        x1={100 * scale.value}
        x2={100 * scale.value}
        y1="1"
        y2="9"
      />
    </svg>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
