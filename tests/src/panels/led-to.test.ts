import { describe, expect, test } from 'vitest'
import { ledTo } from '../../../src/panels/led-to'
import { baseScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import { findSystem } from '../../../workers/systems/catalog'
import { loadModel } from '../../../workers/systems/models'
import { traceOf } from '../../network/hand-built'

async function played(preset: string, system = 'distributed-lock') {
  const meta = findSystem(system) ?? expect.fail()
  return traceOf(startRun(baseScenario(meta, preset), await loadModel(meta.id)), 50_000)
}

test('what led to two loads of one key is both of them, and nothing of other keys', async () => {
  const trace = await played('dog-pile-guide', 'multi-level-cache')
  const breach = trace.breaches.find(({ sentence }) => /begins to load k1/.test(sentence)) ?? expect.fail()
  const told = ledTo(trace, breach, 8).map(({ sentence }) => sentence)
  expect(told.filter((sentence) => sentence.startsWith('k1 is asked of the database')).length).toBeGreaterThan(1)
  for (const sentence of told) expect(sentence).not.toMatch(/\bk(?!1\b)\d/)
})

describe('what led to a breach of the lock', () => {
  test('is the pause of its first holder, and both grants, in order of time', async () => {
    const trace = await played('pause-guide')
    const led = ledTo(trace, trace.breaches[0] ?? expect.fail(), 8)
    const told = led.map(({ node, index }) => `${trace.topology.nodes[node]?.name} ${trace.markNameOf(index)}`)
    expect(told).toContain('w1 lock/granted')
    expect(told).toContain('w1 node/paused')
    expect(told.at(-1)).toBe('w2 lock/granted')
    expect(led.map(({ index }) => index)).toEqual(led.map(({ index }) => index).sort((a, b) => a - b))
  })

  test('tells the same of one node once, nothing of after it, and no more than is asked for', async () => {
    for (const preset of ['pause-guide', 'failover', 'redlock-clock']) {
      const trace = await played(preset)
      expect(trace.breaches.length).toBeGreaterThan(0)
      for (const breach of trace.breaches) {
        const led = ledTo(trace, breach, 6)
        expect(led.length).toBeGreaterThan(2)
        expect(led.length).toBeLessThanOrEqual(6)
        const keys = led.map(({ node, index, request }) => `${node} ${trace.markNameOf(index)} ${request}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { index } of led) expect(trace.markEventOf(index)).toBeLessThanOrEqual(breach.event)
      }
    }
  })
})
