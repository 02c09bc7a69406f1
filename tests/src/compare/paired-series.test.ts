import { expect, test } from 'vitest'
import { pairedSeries } from '../../../src/compare/paired-series'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import type { Scenario } from '../../../workers/scenario/scenario'
import { startRun } from '../../../workers/session/run'
import { findSystem } from '../../../workers/systems/catalog'
import { loadModel } from '../../../workers/systems/models'
import { requestCounts } from '../../../workers/trace/measure'
import { traceOf } from '../../network/hand-built'

async function played(change: Partial<Scenario> = {}) {
  const meta = findSystem('load-balancer') ?? expect.fail()
  const scenario = { ...defaultScenario(meta), horizonMicros: 2_000_000, ...change }
  return traceOf(startRun(scenario, await loadModel('load-balancer')), 50_000)
}

test('equal runs differ nowhere', async () => {
  const { series } = pairedSeries(await played(), await played())
  expect(series.map(({ mostApart }) => mostApart)).toEqual([null, null, null, null])
})

test('both series of errors and load add up to what failed and was served, and their difference is theirs', async () => {
  const [here, there] = [await played(), await played({ script: [{ at: 500_000, kind: 'crash', node: 's2' }] })]
  const { series, widthMicros, length } = pairedSeries(here, there)
  expect(widthMicros * length).toBeGreaterThanOrEqual(2_000_000)
  const of = (name: string) => series.find((each) => each.name === name) ?? expect.fail()
  const total = (rates: Float64Array) => Math.round((rates.reduce((a, b) => a + b, 0) * widthMicros) / 1_000_000)
  expect([total(of('Errors').here), total(of('Errors').there)]).toEqual([
    requestCounts(here).failed,
    requestCounts(there).failed,
  ])
  expect(requestCounts(there).failed).toBeGreaterThan(0)
  expect([total(of('Load').here), total(of('Load').there)]).toEqual([
    requestCounts(here).served,
    requestCounts(there).served,
  ])
  for (const { here: own, there: other, difference, ceiling, differenceCeiling, mostApart } of series) {
    const apart = [...difference].map((value) => (Number.isNaN(value) ? 0 : Math.abs(value)))
    expect([...difference]).toEqual([...other].map((value, bucket) => value - (own[bucket] ?? 0)))
    expect(apart.indexOf(Math.max(...apart))).toBe(mostApart)
    expect(differenceCeiling).toBeGreaterThanOrEqual(Math.max(...apart))
    expect(ceiling).toBeGreaterThanOrEqual(Math.max(...[...own, ...other].filter((value) => !Number.isNaN(value))))
  }
  // The crash is what sets the errors apart: not before it.
  expect(of('Errors').mostApart).toBeGreaterThanOrEqual(Math.floor(500_000 / widthMicros))
})
