import { formatDuration } from '../../workers/kernel/time'
import { type BreachRecord, ENGINE_REVISION } from '../../workers/protocol'
import { findPreset } from '../../workers/scenario/preset-scenario'
import { groupDigits } from '../../workers/trace/sentence'
import type { Trace } from '../../workers/trace/trace'
import { playheadStore } from '../playback/playhead-store'
import { useRun } from '../run/run-store'
import { ClaimList } from './claim-list'
import { useVerdicts } from './verdicts'
import './checks-panel.css'

/** How the run stands: what broke, what was promised, and by what the run is known. */
export function ChecksPanel() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const preset = useRun((run) => findPreset(run.meta, run.preset))
  const claims = useVerdicts(preset)
  if (trace === null) return null
  const held = claims.filter(({ verdict }) => verdict?.holds).length
  return (
    <>
      <section className="panel-section" aria-label="Checks">
        <h2>Checks during the run</h2>
        <Breaches breaches={trace.breaches} trace={trace} />
      </section>
      {claims.length > 0 && (
        <section className="panel-section" aria-label="Promises">
          <h2 className="checks-count">
            <span>What “{preset?.title}” promises</span>
            <span>
              {held} of {claims.length} hold
            </span>
          </h2>
          <ClaimList claims={claims} />
        </section>
      )}
      <Identity trace={trace} />
    </>
  )
}

function Breaches({ breaches, trace }: { breaches: readonly BreachRecord[]; trace: Trace }) {
  if (breaches.length === 0) {
    const hasEnded = trace.status.kind !== 'running'
    return (
      <p className="lamp" data-lamp={hasEnded ? 'holds' : 'waiting'}>
        {hasEnded ? 'No check failed from the start to the end.' : 'No check has failed so far.'}
      </p>
    )
  }
  return (
    <ul className="lamps">
      {breaches.map(({ event, check, sentence }) => (
        <li key={check} className="lamp" data-lamp="broken">
          <p>{check}</p>
          <p className="lamp-measured">{sentence}</p>
          <button type="button" className="button" onClick={() => playheadStore.getState().seekCount(event + 1)}>
            Go to {formatDuration(trace.eventMicros(event))}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** By what this run is known: equal digests are equal runs, event for event, in every browser. */
function Identity({ trace }: { trace: Trace }) {
  const meta = useRun((run) => run.meta)
  const { status } = trace
  return (
    <section className="panel-section" aria-label="Identity of the run">
      <h2>This run</h2>
      <p>{status.kind === 'running' ? 'It is still being computed.' : status.sentence}</p>
      <dl className="readings">
        <div>
          <dt>Events</dt>
          <dd>{groupDigits(trace.events)}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{groupDigits(trace.requestCount)}</dd>
        </div>
        <div>
          <dt>Messages</dt>
          <dd>{groupDigits(trace.hopCount)}</dd>
        </div>
        <div>
          <dt>Simulated</dt>
          <dd>{formatDuration(trace.reachedMicros)}</dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd className="checks-digest">{trace.digest ?? 'when it has ended'}</dd>
        </div>
        <div>
          <dt>Engine and model revision</dt>
          <dd>
            {ENGINE_REVISION} and {meta.revision}
          </dd>
        </div>
      </dl>
      <p className="panel-help">Whoever opens your link computes this run again. The same digest means the same run.</p>
    </section>
  )
}
