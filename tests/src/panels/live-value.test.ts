import { describe, expect, it } from 'vitest'
import { valueInForce, withValueFrom } from '../../../src/panels/live-value'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import type { Intervention } from '../../../workers/scenario/scenario'
import meta from '../../../workers/systems/load-balancer/meta'

const crash: Intervention = { at: 20, kind: 'crash', node: 's1' }
const set = (at: number, value: number): Intervention => ({ at, kind: 'set', parameter: 'rps', value })

describe('a parameter that changes during the run', () => {
  it('has the value that was set last by a moment, and before that the one the run begins with', () => {
    const scenario = { ...defaultScenario(meta), script: [set(10, 100), crash, set(30, 900)] }
    const begin = scenario.values.rps
    expect([0, 9, 10, 29, 30, 99].map((micros) => valueInForce(scenario, 'rps', micros))).toEqual([
      begin,
      begin,
      100,
      100,
      900,
      900,
    ])
    expect(valueInForce(scenario, 'workers', 99)).toBe(scenario.values.workers)
  })

  it('is set once at a moment, in order of time, behind what else happens then', () => {
    const script = withValueFrom([crash], 'rps', 500, 20)
    expect(script).toEqual([crash, set(20, 500)])
    expect(withValueFrom(script, 'rps', 600, 20)).toEqual([crash, set(20, 600)])
    expect(withValueFrom(script, 'rps', 50, 5)).toEqual([set(5, 50), crash, set(20, 500)])
  })
})
