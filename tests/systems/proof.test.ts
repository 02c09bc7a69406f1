import { describe, expect, it } from 'vitest'
import { Values } from '../../workers/scenario/parameters'
import { presetScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import { findSystem } from '../../workers/systems/catalog'
import { isKept } from '../../workers/systems/law'
import { loadProof } from '../../workers/systems/loaders'
import { loadModel } from '../../workers/systems/models'
import { Trace } from '../../workers/trace/trace'

/** A run, and what it is passed off as. */
const FORGERIES = [
  { system: 'rate-limiter', preset: 'boundary-fixed', as: { variant: 'sliding-log' }, breaks: 'sliding-log' },
  {
    system: 'distributed-rate-limiter',
    preset: 'boundary-guide',
    as: { variant: 'sliding-log' },
    breaks: 'sliding-log',
  },
  { system: 'distributed-rate-limiter', preset: 'skew-guide', as: { values: { skew: 0 } }, breaks: 'fixed-window' },
  { system: 'distributed-rate-limiter', preset: 'boundary-guide', as: { variant: 'gcra' }, breaks: 'envelope' },
  { system: 'distributed-rate-limiter', preset: 'hammer-guide', as: { variant: 'window' }, breaks: 'commands' },
  { system: 'consistent-hashing', preset: 'add-modulo', as: { variant: 'ring' }, breaks: 'moved-ring' },
  { system: 'consistent-hashing', preset: 'add-modulo', as: { variant: 'slots' }, breaks: 'nothing-else-moves' },
  { system: 'load-balancer', preset: 'random-09', as: { variant: 'two-choices' }, breaks: 'two-choices' },
  { system: 'cache-eviction', preset: 'zipf', as: { values: { capacity: 5 } }, breaks: 'lru-che' },
  { system: 'multi-level-cache', preset: 'hit-law', as: { values: { 'memory-ttl': 50_000 } }, breaks: 'time-to-live' },
  { system: 'circuit-breaker', preset: 'retry-storm', as: { values: { tries: 3 } }, breaks: 'amplification' },
  { system: 'time-series', preset: 'shapes', as: { values: { signal: 'constant' } }, breaks: 'constant-bytes' },
  { system: 'scaling', preset: 'retrograde', as: { values: { kappa: 0 } }, breaks: 'usl' },
  { system: 'scaling', preset: 'retrograde', as: { values: { kappa: 80 } }, breaks: 'fit' },
  { system: 'search', preset: 'repeat-bm25', as: { values: { ask: 'compass' } }, breaks: 'scan' },
  { system: 'cdn', preset: 'ttl', as: { values: { ttl: 8 } }, breaks: 'ttl-hits' },
  { system: 'cdn', preset: 'tail', as: { values: { capacity: 60 } }, breaks: 'che' },
  { system: 'cdn', preset: 'stampede-guide', as: { variant: 'edges' }, breaks: 'collapse' },
  { system: 'database-pools', preset: 'blocked', as: { values: { pool: 14, min: 14 } }, breaks: 'erlang-b' },
  { system: 'database-pools', preset: 'sweep', as: { values: { hindrance: 0 } }, breaks: 'closed-network' },
] as const

describe('a law is broken by a run that is not what it is passed off as', () => {
  it.each(FORGERIES)(
    '$system: $breaks does not hold for $preset told as $as',
    async ({ system, preset, as, breaks }) => {
      const { scenario, trace } = await runOf(system, preset)
      const told: Scenario = {
        ...scenario,
        ...as,
        values: { ...scenario.values, ...('values' in as ? as.values : {}) },
      }
      const law = (await loadProof(system)).laws.find(({ id }) => id === breaks)
      const finding = law?.measure(trace, new Values(told.values), told)
      expect(finding?.kind).toBe('measured')
      if (finding?.kind === 'measured') expect(isKept(finding.quantity)).toBe(false)
    },
  )

  it('says why it does not speak of a run', async () => {
    const { scenario, trace } = await runOf('load-balancer', 'slow-server')
    for (const { id, measure } of (await loadProof('load-balancer')).laws) {
      const finding = measure(trace, new Values(scenario.values), scenario)
      expect(finding, id).toEqual({ kind: 'not-here', reason: expect.stringMatching(/^Something is changed .*\.$/) })
    }
  })
})

async function runOf(system: string, id: string): Promise<{ scenario: Scenario; trace: Trace }> {
  const meta = findSystem(system)
  const preset = meta?.presets.find((own) => own.id === id)
  if (meta === undefined || preset === undefined) throw new Error(`there is no ${system}/${id}`)
  const scenario = presetScenario(meta, preset)
  const run = startRun(scenario, await loadModel(system))
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(50_000))
  return { scenario, trace }
}
