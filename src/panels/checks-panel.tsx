import { useMemo } from 'react'
import { formatDuration, formatMoment } from '../../workers/kernel/time'
import { type BreachRecord, ENGINE_REVISION } from '../../workers/protocol'
import { findPreset } from '../../workers/scenario/preset-scenario'
import { groupDigits } from '../../workers/trace/sentence'
import type { Trace } from '../../workers/trace/trace'
import { BreakPanel } from '../break-it/break-panel'
import { playheadStore } from '../playback/playhead-store'
import { useRun } from '../run/run-store'
import { ClaimList } from './claim-list'
import { ledTo } from './led-to'
import { useVerdicts } from './verdicts'
import './checks-panel.css'

/** How the run stands: what broke, what was promised, and by what the run is known. */
export function ChecksPanel() {
  const trace = useRun((run) => run.trace)
  useRun((run) => run.growth)
  const checks = useRun((run) => run.checks)
  const preset = useRun((run) => findPreset(run.meta, run.preset))
  const claims = useVerdicts(preset)
  if (trace === null) return null
  const held = claims.filter(({ verdict }) => verdict?.holds).length
  return (
    <>
      <section className="panel-section" aria-label="Checks">
        <h2 className="checks-count">
          <span>Checks of this run</span>
          <span>
            {checks.length - trace.breaches.length} of {checks.length} hold
          </span>
        </h2>
        <Lamps checks={checks} trace={trace} />
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
      <BreakPanel />
      <Identity trace={trace} />
    </>
  )
}

/** A lamp for each check: round while it holds, square and red from its breach on. */
function Lamps({ checks, trace }: { readonly checks: readonly string[]; readonly trace: Trace }) {
  const holding = trace.status.kind === 'running' ? 'waiting' : 'holds'
  return (
    <ul className="lamps">
      {checks.map((check) => {
        const breach = trace.breaches.find((each) => each.check === check)
        return (
          <li key={check} className="lamp" data-lamp={breach === undefined ? holding : 'broken'}>
            <p>{check}</p>
            {breach !== undefined && <Breach breach={breach} trace={trace} isFirst={breach === trace.breaches[0]} />}
          </li>
        )
      })}
    </ul>
  )
}

/** Marks that are told of what led to a breach. */
const LED_TO = 8

interface BreachProps {
  readonly breach: BreachRecord
  readonly trace: Trace
  /** Of the first breach it is told at once what led there. */
  readonly isFirst: boolean
}

function Breach({ breach, trace, isFirst }: BreachProps) {
  const { pause, seekCount, seekMark } = playheadStore.getState()
  const led = useMemo(() => ledTo(trace, breach, LED_TO), [trace, breach])
  const goTo = (): void => {
    pause()
    seekCount(breach.event + 1)
  }
  return (
    <>
      <p className="lamp-measured">{breach.sentence}</p>
      <button type="button" className="button" onClick={goTo}>
        Go to {formatDuration(trace.eventMicros(breach.event))}
      </button>
      {led.length > 0 && (
        <details open={isFirst}>
          <summary>What led there</summary>
          <ol className="lamp-story">
            {led.map(({ index, atMicros, sentence }) => (
              <li key={index}>
                <button type="button" className="lamp-step" onClick={() => seekMark(index)}>
                  <time>{formatMoment(atMicros)}</time> {sentence}
                </button>
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
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
