import { Dices, RotateCcw } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import type { Parameter } from '../../workers/scenario/parameters'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import { SCENARIO_LIMITS, type Scenario } from '../../workers/scenario/scenario'
import { useRun } from '../run/run-store'
import { LiveControl } from './live-control'
import { ParameterControl } from './parameter-control'
import type { NumberParameter } from './parameter-text'
import { ScriptList } from './script-list'
import { SliderControl } from './slider-control'
import './setup-panel.css'

/** Everything that decides a run besides the variant: values by group, the seed, the length, and what is done to it. `sheet` comes first. */
export function SetupPanel({ sheet }: { sheet: ReactNode }) {
  const meta = useRun((run) => run.meta)
  const scenario = useRun((run) => run.scenario)
  const setValue = useRun((run) => run.setValue)
  const variant = meta.variants.find(({ id }) => id === scenario.variant)
  const groups = useMemo(() => groupsOf(meta.parameters, scenario), [meta, scenario])
  return (
    <div className="setup">
      {variant && (
        <section className="panel-section">
          {sheet ?? <h2>{variant.label}</h2>}
          <p className="panel-help">{variant.help}</p>
        </section>
      )}
      {groups.map(({ group, parameters }) => (
        <section key={group} className="panel-section" aria-label={group}>
          <h2>{group}</h2>
          {parameters.map((parameter) =>
            parameter.live === true ? (
              <LiveControl key={parameter.key} parameter={parameter} />
            ) : (
              <ParameterControl
                key={parameter.key}
                parameter={parameter}
                value={scenario.values[parameter.key] ?? parameter.default}
                onValue={(value) => setValue(parameter.key, value)}
              />
            ),
          )}
        </section>
      ))}
      <RunLength scenario={scenario} />
      <ScriptList />
    </div>
  )
}

interface Group {
  readonly group: string
  readonly parameters: readonly Parameter[]
}

/** Groups in the order in which they first occur, without what `when` hides. */
function groupsOf(parameters: readonly Parameter[], scenario: Scenario): readonly Group[] {
  const groups = new Map<string, Parameter[]>()
  for (const parameter of parameters) {
    if (!isShown(parameter, scenario)) continue
    groups.set(parameter.group, [...(groups.get(parameter.group) ?? []), parameter])
  }
  return [...groups].map(([group, members]) => ({ group, parameters: members }))
}

function isShown({ when }: Parameter, scenario: Scenario): boolean {
  if (when === undefined) return true
  const value = when.key === 'variant' ? scenario.variant : scenario.values[when.key]
  return when.is.includes(String(value))
}

/** The seed and the horizon: they are no parameters of a system, every run has them. */
function RunLength({ scenario }: { scenario: Scenario }) {
  const setSeed = useRun((run) => run.setSeed)
  const setHorizon = useRun((run) => run.setHorizon)
  const meta = useRun((run) => run.meta)
  const start = useMemo(() => defaultScenario(meta), [meta])
  const change = useRun((run) => run.change)
  const isAsItComes = scenario.script.length === 0 && sameValues(scenario, start)
  return (
    <section className="panel-section" aria-label="Run">
      <h2>Run</h2>
      <SliderControl parameter={HORIZON} value={scenario.horizonMicros} onValue={setHorizon} />
      <SliderControl
        parameter={SEED}
        value={scenario.seed}
        onValue={setSeed}
        withoutSlider
        beside={
          <button
            type="button"
            className="button button-icon"
            aria-label="Next seed"
            title="Next seed: other dice, the same setup"
            onClick={() => setSeed(scenario.seed === SCENARIO_LIMITS.maxSeed ? 0 : scenario.seed + 1)}
          >
            <Dices size={15} aria-hidden="true" />
          </button>
        }
      />
      <button
        type="button"
        className="button setup-reset"
        disabled={isAsItComes}
        onClick={() => change(start, 'back to the defaults')}
      >
        <RotateCcw size={14} aria-hidden="true" />
        Back to the defaults
      </button>
    </section>
  )
}

function sameValues(a: Scenario, b: Scenario): boolean {
  const isSameRun = a.variant === b.variant && a.seed === b.seed && a.horizonMicros === b.horizonMicros
  return isSameRun && Object.keys(b.values).every((key) => a.values[key] === b.values[key])
}

const HORIZON: NumberParameter = {
  key: 'run-length',
  kind: 'duration',
  group: 'Run',
  label: 'Length',
  help: `The run ends at this moment, at most ${formatDuration(SCENARIO_LIMITS.maxHorizonMicros)} of simulated time.`,
  min: SCENARIO_LIMITS.minHorizonMicros,
  max: SCENARIO_LIMITS.maxHorizonMicros,
  default: SCENARIO_LIMITS.minHorizonMicros,
  scale: 'log',
}

const SEED: NumberParameter = {
  key: 'run-seed',
  kind: 'integer',
  group: 'Run',
  label: 'Seed',
  help: 'Decides every draw of chance. The same seed gives the same run, event for event.',
  min: 0,
  max: SCENARIO_LIMITS.maxSeed,
  default: 0,
}
