import { useMemo } from 'react'
import type { Trace } from '../../../workers/trace/trace'
import { protocolsOf } from '../../../workers/trace/traffic'
import { useRun } from '../../run/run-store'
import { type LogChoice, logStore, useLog } from './log-store'
import { MarkLog } from './mark-log'
import { TrafficView } from './traffic-view'
import './log-panel.css'

const NAMES: Readonly<Record<LogChoice['view'], string>> = { marks: 'What happens', http: 'HTTP', redis: 'Redis' }

/** What happens in the run as lines, and what was sent, as the logs of its servers would have it. */
export function LogPanel({ onStory }: { readonly onStory: () => void }) {
  const trace = useRun((run) => run.trace)
  if (trace === null) return null
  return (
    <section className="log" aria-label="Log">
      <Views trace={trace} onStory={onStory} />
    </section>
  )
}

function Views({ trace, onStory }: { readonly trace: Trace; readonly onStory: () => void }) {
  const growth = useRun((run) => run.growth)
  const chosen = useLog((log) => log.view)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that grows.
  const protocols = useMemo(() => protocolsOf(trace), [trace, growth])
  const view = chosen !== 'marks' && protocols.includes(chosen) ? chosen : 'marks'
  return (
    <>
      {protocols.length > 0 && (
        <fieldset className="segments log-views">
          <legend className="spoken">Which log</legend>
          {(['marks', ...protocols] as const).map((id) => (
            <label key={id}>
              <input
                type="radio"
                name="log-view"
                checked={id === view}
                onChange={() => logStore.setState({ view: id, status: '' })}
              />
              <span>{NAMES[id]}</span>
            </label>
          ))}
        </fieldset>
      )}
      {view === 'marks' ? (
        <MarkLog trace={trace} />
      ) : (
        <TrafficView key={view} trace={trace} protocol={view} onStory={onStory} />
      )}
    </>
  )
}
