import { describe, expect, it } from 'vitest'
import { isAsPreset, measureClaims } from '../../../src/panels/verdicts'
import { presetScenario } from '../../../workers/scenario/preset-scenario'
import loadBalancer from '../../../workers/systems/load-balancer/meta'
import type { Claims } from '../../../workers/systems/system'
import { handMadeTrace } from '../fixtures/trace'

const trace = handMadeTrace()
const preset = loadBalancer.presets.find(({ script }) => script !== undefined && script.length > 0)
if (preset === undefined) throw new Error('The load balancer has no preset with a script.')
const scenario = presetScenario(loadBalancer, preset)

describe('the lamps of claims', () => {
  const claims: Claims = {
    asked: {
      sentence: 'Requests are asked.',
      measure: (run) => ({ holds: run.requestCount > 0, measured: `${run.requestCount} requests` }),
    },
    typed: {
      sentence: 'A value is typed.',
      measure: (_, values) => ({ holds: true, measured: values.text('no-such-key') }),
    },
  }

  it('wait until there is a run to measure', () => {
    expect(measureClaims(claims, ['asked'], null, scenario)).toEqual([
      { id: 'asked', sentence: 'Requests are asked.', verdict: null },
    ])
  })

  it('show what the run measures', () => {
    expect(measureClaims(claims, ['asked'], trace, scenario)[0]?.verdict).toEqual({
      holds: true,
      measured: `${trace.requestCount} requests`,
    })
  })

  it('are broken, with a reason, when a claim is unknown or cannot be measured', () => {
    const [unknown, failing] = measureClaims(claims, ['nobody', 'typed'], trace, scenario)
    expect(unknown?.verdict?.holds).toBe(false)
    expect(failing?.verdict?.holds).toBe(false)
    expect(failing?.verdict?.measured).toContain('no-such-key')
  })
})

describe('a scenario that set out from a preset', () => {
  it('is as the preset until a value, the variant, the seed, the length or the script differs', () => {
    expect(isAsPreset(loadBalancer, preset, structuredClone(scenario))).toBe(true)
    const key = Object.keys(scenario.values)[0] ?? ''
    const changes = [
      { ...scenario, values: { ...scenario.values, [key]: -1 } },
      { ...scenario, variant: 'another' },
      { ...scenario, seed: scenario.seed + 1 },
      { ...scenario, horizonMicros: scenario.horizonMicros + 1 },
      { ...scenario, script: [] },
    ]
    for (const changed of changes) expect(isAsPreset(loadBalancer, preset, changed)).toBe(false)
  })
})
