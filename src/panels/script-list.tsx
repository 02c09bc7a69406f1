import { X } from 'lucide-react'
import { formatDuration } from '../../workers/kernel/time'
import { interventionText } from '../playback/intervention-text'
import { playheadStore } from '../playback/playhead-store'
import { useRun } from '../run/run-store'

/** What is done to the system and when: each entry goes to its moment, or away. */
export function ScriptList() {
  const script = useRun((run) => run.scenario.script)
  const meta = useRun((run) => run.meta)
  const removeIntervention = useRun((run) => run.removeIntervention)
  return (
    <section className="panel-section" aria-label="Interventions">
      <h2>Interventions</h2>
      {script.length === 0 ? (
        <p className="panel-help">Nothing is broken yet. Choose a node or a link in the picture and break it there.</p>
      ) : (
        <ol className="script">
          {script.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: equal entries may stand twice, and only their place tells them apart.
            <li key={`${index} ${entry.at}`}>
              <button
                type="button"
                className="script-entry"
                onClick={() => playheadStore.getState().seek(entry.at)}
                title="Go to this moment"
              >
                <time>{formatDuration(entry.at)}</time>
                {interventionText(entry, meta)}
              </button>
              <button
                type="button"
                className="button button-bare button-icon"
                aria-label={`Remove: ${interventionText(entry, meta)} at ${formatDuration(entry.at)}`}
                onClick={() => removeIntervention(index)}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
