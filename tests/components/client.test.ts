import { describe, expect, it } from 'vitest'
import { Client } from '../../workers/components/client'
import { ArrivalProcess } from '../../workers/components/workload'
import type { Scenario } from '../../workers/scenario/scenario'
import { Echo, runOf, sentencesOf, traceOf } from '../network/hand-built'

/** Ten requests a second to a server that needs 250 ms and takes any number at once. */
function ask(script: Scenario['script'] = [], timeoutMicros = 400_000, status = 200) {
  const run = runOf(
    (world) => {
      const arrivals = new ArrivalProcess('steady', 10, world.random('arrivals'))
      let count = 0
      const next = () => ({ label: `GET /${++count}` })
      const options = { target: 's', arrivals, next, timeoutMicros, untilMicros: 550_000 }
      world.node('c', 'client', (node) => new Client(node, options))
      world.node('s', 'echo', (node) => new Echo(node, 250_000, { status }))
      world.link('c', 's', { latency: { kind: 'fixed', micros: 1_000 } })
    },
    { script, horizonMicros: 2_000_000 },
  )
  const trace = traceOf(run)
  const requests = Array.from({ length: trace.requestCount }, (_, index) => trace.request(index + 1))
  const reading = (micros: number) => {
    const { offered, ok, failed, waiting } = trace.reading(0, trace.countAt(micros))
    return { offered, ok, failed, waiting }
  }
  return { trace, requests, reading }
}

describe('an open-loop client', () => {
  it('begins requests when the workload says so, however many are open, and none after its last moment', () => {
    const { requests, reading } = ask()
    expect(requests.map(({ label, startMicros, endMicros }) => [label, startMicros, endMicros - startMicros])).toEqual(
      [1, 2, 3, 4, 5].map((count) => [`GET /${count}`, count * 100_000, 252_000]),
    )
    expect(reading(350_000)).toEqual({ offered: 3, ok: 0, failed: 0, waiting: 3 })
    expect(reading(2_000_000)).toEqual({ offered: 5, ok: 5, failed: 0, waiting: 0 })
  })

  it('gives up after its timeout and says so', () => {
    const { requests, reading, trace } = ask([], 200_000)
    for (const { cause, by, startMicros, endMicros } of requests)
      expect([cause, by, endMicros - startMicros]).toEqual(['timeout', 1, 200_000])
    expect(reading(2_000_000)).toEqual({ offered: 5, ok: 0, failed: 5, waiting: 0 })
    expect(sentencesOf(trace)[0]).toBe('GET /1 fails after 200 ms: timeout at s.')
  })

  it('states the status as the cause when the answer names none', () => {
    expect(ask([], 400_000, 500).requests[0]).toMatchObject({ cause: 'status 500', by: 1 })
  })

  it('counts anew after a crash, and goes on with the workload', () => {
    const { requests, reading } = ask([
      { at: 150_000, kind: 'crash', node: 'c' },
      { at: 180_000, kind: 'restart', node: 'c' },
    ])
    expect(requests.map(({ startMicros }) => startMicros)).toEqual([100_000, 280_000, 380_000, 480_000])
    expect(reading(180_000)).toEqual({ offered: 0, ok: 0, failed: 0, waiting: 0 })
  })
})
