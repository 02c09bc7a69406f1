import { RotateCcw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { defaultScenario, findPreset } from '../../workers/scenario/preset-scenario'
import type { Preset } from '../../workers/systems/system'
import { useRun } from '../run/run-store'
import { ClaimList } from './claim-list'
import { topicsOf } from './topics'
import { isAsPreset, useVerdicts } from './verdicts'
import './moments-panel.css'

/** Ready moments by topic, each showing one phenomenon. The one that was chosen is open, with its promises measured on the run. */
export function MomentsPanel() {
  const meta = useRun((run) => run.meta)
  const chosen = useRun((run) => findPreset(run.meta, run.preset))
  const choosePreset = useRun((run) => run.usePreset)
  return (
    <div className="moments">
      <h2>Moments</h2>
      <p className="moments-summary">{meta.summary}</p>
      {topicsOf(meta.presets).map(({ topic, presets }) => (
        <section key={presets[0]?.id} className="moments-topic" aria-label={topic}>
          {topic !== undefined && <h3>{topic}</h3>}
          <ol className="moments-list">
            {presets.map((preset) => (
              <li key={preset.id} className="moment" data-open={preset === chosen}>
                <button
                  type="button"
                  className="moment-head"
                  aria-expanded={preset === chosen}
                  onClick={() => choosePreset(preset.id)}
                >
                  {preset.title}
                </button>
                {preset === chosen && <OpenMoment preset={preset} />}
              </li>
            ))}
          </ol>
        </section>
      ))}
      <OpenSand isOpen={chosen === undefined} />
    </div>
  )
}

/** The system as it comes, from its start. */
function OpenSand({ isOpen }: { readonly isOpen: boolean }) {
  const meta = useRun((run) => run.meta)
  const open = useRun((run) => run.open)
  return (
    <div className="moment moments-sand" data-open={isOpen}>
      <button
        type="button"
        className="moment-head"
        aria-expanded={isOpen}
        onClick={() => void open(defaultScenario(meta))}
      >
        Open sand
      </button>
      {isOpen && (
        <div className="moment-body">
          <p>The system as it comes. Play it, change anything, break a node or a link.</p>
        </div>
      )}
    </div>
  )
}

function OpenMoment({ preset }: { preset: Preset }) {
  const meta = useRun((run) => run.meta)
  const isChanged = useRun((run) => !isAsPreset(run.meta, preset, run.scenario))
  const choosePreset = useRun((run) => run.usePreset)
  const claims = useVerdicts(preset)
  const variant = meta.variants.find(({ id }) => id === (preset.variant ?? meta.variants[0]?.id))
  const body = useRef<HTMLDivElement>(null)
  const isMeasured = claims.every(({ verdict }) => verdict !== null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: measuring makes the body taller, so it is brought into view again.
  useEffect(() => bringIntoView(body.current), [isMeasured])
  return (
    <div className="moment-body" ref={body}>
      <p>{preset.watch}</p>
      {isChanged ? (
        <p className="moment-changed">
          <span>Changed by you; measured as it is now.</span>
          <button type="button" className="button" onClick={() => choosePreset(preset.id)}>
            <RotateCcw size={14} aria-hidden="true" />
            Reset
          </button>
        </p>
      ) : (
        variant && <p className="moment-variant">{variant.label}</p>
      )}
      <ClaimList claims={claims} />
    </div>
  )
}

/** Only where the moments scroll by themselves: on a narrow screen they scroll with the page, which must not jump. */
function bringIntoView(body: HTMLElement | null): void {
  const column = body?.closest('.playground-moments, .side-content')
  const moment = body?.closest('.moment')
  if (!moment || !column || column.scrollHeight <= column.clientHeight) return
  // One that is higher than its column is read from its title on.
  moment.scrollIntoView({ block: moment.clientHeight > column.clientHeight ? 'start' : 'nearest' })
}
