import { describe, expect, it, test } from 'vitest'
import { otherVariant } from '../../../src/compare/compare-button'
import { largestDifferences, matchRequests } from '../../../src/compare/match-requests'
import { outcomeRows } from '../../../src/compare/outcomes'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import type { Scenario } from '../../../workers/scenario/scenario'
import { startRun } from '../../../workers/session/run'
import { catalog } from '../../../workers/systems/catalog'
import { loadModel } from '../../../workers/systems/models'
import { latencyOf } from '../../../workers/trace/measure'
import { traceOf } from '../../network/hand-built'

async function played(id: string, change: Partial<Scenario> = {}) {
  const meta = catalog.find((each) => each.id === id) ?? expect.fail()
  const scenario = { ...defaultScenario(meta), horizonMicros: 1_000_000, ...change }
  return traceOf(startRun(scenario, await loadModel(id)), 50_000)
}

describe('two runs of one scenario with different variants', () => {
  it.each(catalog.filter(({ variants }) => variants.length > 1).map((meta) => [meta.id, meta] as const))(
    '%s: have equal arrivals, so that requests match one to one',
    async (id, meta) => {
      const base = defaultScenario(meta)
      const [here, there] = await Promise.all([played(id), played(id, { variant: otherVariant(meta, base).variant })])
      const { matches, unmatched } = matchRequests(here, there)
      expect(here.requestCount).toBeGreaterThan(0)
      expect(unmatched).toBe(0)
      expect(matches.map((match) => match.here)).toEqual(
        Array.from({ length: here.requestCount }, (_, index) => index + 1),
      )
    },
  )
})

describe('requests of two runs', () => {
  it('with other seeds do not match but by chance', async () => {
    const [here, there] = await Promise.all([played('load-balancer'), played('load-balancer', { seed: 99 })])
    expect(matchRequests(here, there).matches.length).toBeLessThan(here.requestCount / 20)
  })

  it('differ most where the list says so', async () => {
    const [here, there] = await Promise.all([
      played('load-balancer', { variant: 'random' }),
      played('load-balancer', { variant: 'least' }),
    ])
    const { matches } = matchRequests(here, there)
    const difference = ({ here: a, there: b }: { here: number; there: number }) =>
      Math.abs(latencyOf(here, a) - latencyOf(there, b))
    const ended = matches.map(difference).filter(Number.isFinite)
    expect(largestDifferences(here, there, matches, 5).map(difference)).toEqual(
      ended.toSorted((a, b) => b - a).slice(0, 5),
    )
  })
})

test('equal runs have equal outcomes and no change', async () => {
  const [here, there] = await Promise.all([played('load-balancer'), played('load-balancer')])
  for (const { here: own, there: other, change } of outcomeRows(here, there)) {
    expect(own).toBe(other)
    expect(change).toBe('')
  }
})

test('a crash shows in the outcomes, cause by cause', async () => {
  const script: Scenario['script'] = [{ at: 200_000, kind: 'crash', node: 's2' }]
  const [here, there] = await Promise.all([played('load-balancer'), played('load-balancer', { script })])
  const rows = outcomeRows(here, there)
  expect(rows.find(({ name }) => name === 'Failed')?.change).toMatch(/^\+\d+$/)
  expect(rows.map(({ name }) => name)).toContain('· connection lost')
})
