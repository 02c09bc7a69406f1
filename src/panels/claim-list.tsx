import type { MeasuredClaim } from './verdicts'
import './claim-list.css'

/** Claims with their lamp: a round green one holds, a square red one is broken, a ring waits for the run to end. */
export function ClaimList({ claims }: { claims: readonly MeasuredClaim[] }) {
  return (
    <ul className="lamps">
      {claims.map(({ id, sentence, verdict }) => (
        <li key={id} className="lamp" data-lamp={verdict === null ? 'waiting' : verdict.holds ? 'holds' : 'broken'}>
          <p>
            <span className="spoken">
              {verdict === null ? 'Not measured yet: ' : verdict.holds ? 'Holds: ' : 'Broken: '}
            </span>
            {sentence}
          </p>
          <p className="lamp-measured">{verdict === null ? 'Measured when the run has ended.' : verdict.measured}</p>
        </li>
      ))}
    </ul>
  )
}
