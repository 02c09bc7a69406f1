import { expect, test } from 'vitest'
import { nearestEnded, slowestEnded } from '../../../../src/playback/timeline/slowest-offer'
import { defaultScenario } from '../../../../workers/scenario/preset-scenario'
import { startRun } from '../../../../workers/session/run'
import { findSystem } from '../../../../workers/systems/catalog'
import { loadModel } from '../../../../workers/systems/models'
import { latencyOf } from '../../../../workers/trace/measure'
import { traceOf } from '../../../network/hand-built'

async function played() {
  const meta = findSystem('load-balancer') ?? expect.fail()
  return traceOf(startRun({ ...defaultScenario(meta), horizonMicros: 1_000_000 }, await loadModel(meta.id)), 50_000)
}

test('the slowest and the nearest that ended are those that a look at every request finds', async () => {
  const trace = await played()
  const ids = Array.from({ length: trace.requestCount }, (_, index) => index + 1)
  for (let from = 0; from < 1_000_000; from += 7_001) {
    const inside = ids.filter((id) => trace.requestEndMicros(id) >= from && trace.requestEndMicros(id) < from + 10_000)
    const longest = Math.max(...inside.map((id) => latencyOf(trace, id)))
    const slowest = slowestEnded(trace, from, from + 10_000)
    expect(slowest === null ? null : latencyOf(trace, slowest)).toBe(inside.length === 0 ? null : longest)
    const distance = (id: number): number => Math.abs(trace.requestEndMicros(id) - from)
    expect(distance(nearestEnded(trace, from) ?? expect.fail())).toBe(Math.min(...ids.map(distance)))
  }
})
