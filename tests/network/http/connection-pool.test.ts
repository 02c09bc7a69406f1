import { describe, expect, it } from 'vitest'
import type { Process } from '../../../workers/kernel/process'
import type { Component } from '../../../workers/network/component'
import {
  ConnectionPool,
  type ConnectionPoolOptions,
  roundTripMicros,
} from '../../../workers/network/http/connection-pool'
import type { Reply, Request } from '../../../workers/network/message'
import type { Node } from '../../../workers/network/node'
import type { Scenario } from '../../../workers/scenario/scenario'
import type { Trace } from '../../../workers/trace/trace'
import { runOf, sentencesOf, traceOf } from '../hand-built'

const OPTIONS: ConnectionPoolOptions = {
  target: 'api',
  maxConnections: 2,
  streams: 1,
  tls: true,
  idleMicros: 50_000,
  maxWaiting: 10,
}

interface Ask {
  readonly at: number
  readonly workMicros: number
  readonly timeoutMicros?: number
}

interface Outcome {
  readonly endedAt: number
  readonly reply: Reply
}

/** Asks over a pool at given moments. */
class PoolAsker implements Component {
  private readonly pool: ConnectionPool

  constructor(
    private readonly node: Node,
    options: ConnectionPoolOptions,
    private readonly asks: readonly Ask[],
    private readonly outcomes: (Outcome | undefined)[],
  ) {
    this.pool = new ConnectionPool(node, options)
  }

  *start(): Process {
    for (const index of this.asks.keys()) this.node.spawnFresh('ask', this.ask(index))
  }

  private *ask(index: number): Process {
    const { at, workMicros, timeoutMicros } = this.asks[index] as Ask
    yield* this.node.sleep(at)
    const request: Request = { label: `GET /${index}`, workMicros }
    const reply = yield* this.pool.request(request, timeoutMicros)
    this.outcomes[index] = { endedAt: this.node.now, reply }
  }
}

/** Works on any number of requests at once. */
class Worker implements Component {
  constructor(private readonly node: Node) {}

  *handle(request: Request) {
    yield* this.node.sleep(request.workMicros ?? 0)
    return { status: 200 }
  }
}

/** One asker with a pool, and 5 ms each way to the service. */
function run(
  asks: readonly Ask[],
  options: Partial<ConnectionPoolOptions> = {},
  script: Scenario['script'] = [],
): { outcomes: (Outcome | undefined)[]; trace: Trace } {
  const outcomes: (Outcome | undefined)[] = []
  const ran = runOf(
    (world) => {
      world.node('app', 'app', (node) => new PoolAsker(node, { ...OPTIONS, ...options }, asks, outcomes))
      world.node('api', 'api', (node) => new Worker(node))
      world.link('app', 'api', { latency: { kind: 'fixed', micros: 5_000 } })
    },
    { script },
  )
  return { outcomes, trace: traceOf(ran) }
}

function ends(outcomes: readonly (Outcome | undefined)[]): (number | undefined)[] {
  return outcomes.map((outcome) => outcome?.endedAt)
}

describe('the set-up of a connection', () => {
  it('costs a round trip for TCP and one for TLS 1.3, once', () => {
    const asks = [
      { at: 0, workMicros: 1_000 },
      { at: 40_000, workMicros: 1_000 },
    ]
    expect(ends(run(asks).outcomes)).toEqual([20_000 + 11_000, 51_000])
    expect(ends(run(asks, { tls: false }).outcomes)).toEqual([10_000 + 11_000, 51_000])
  })

  it('is paid again after the connection was idle for long', () => {
    const { outcomes, trace } = run([
      { at: 0, workMicros: 0 },
      { at: 30_000 + 49_000, workMicros: 0 },
      { at: 200_000, workMicros: 0 },
    ])
    expect(ends(outcomes)).toEqual([30_000, 89_000, 230_000])
    expect(sentencesOf(trace)).toEqual([
      'GET /0 opens connection 1 to api: none is free, and the set-up takes 2 round trips, 20 ms.',
      'A connection to api is closed, 0 remain: it was idle for 50 ms.',
      'GET /2 opens connection 1 to api: none is free, and the set-up takes 2 round trips, 20 ms.',
      'A connection to api is closed, 0 remain: it was idle for 50 ms.',
    ])
    expect(trace.gauge(0, 'handshakes', trace.events)).toBe(2)
    expect(trace.gauge(0, 'connections', trace.events)).toBe(0)
  })

  it('is not paid again while the connection is in use for longer than it may be idle', () => {
    const { outcomes, trace } = run([
      { at: 0, workMicros: 0 },
      { at: 40_000, workMicros: 100_000 },
      { at: 160_000, workMicros: 0 },
    ])
    expect(ends(outcomes)).toEqual([30_000, 150_000, 170_000])
    expect(trace.gauge(0, 'handshakes', trace.events)).toBe(1)
  })

  it('takes the mean of a varying latency', () => {
    runOf((world) => {
      const a = world.node('a', 'x', () => ({}))
      world.node('b', 'x', () => ({}))
      world.link('a', 'b', { latency: { kind: 'uniform', low: 100, high: 301 } })
      expect(roundTripMicros(a, 'b')).toBe(402)
      expect(() => roundTripMicros(a, 'c')).toThrow(RangeError)
    })
  })
})

describe('HTTP/1.1', () => {
  const burst = [100_000, 1_000, 1_000, 1_000].map((workMicros) => ({ at: 0, workMicros }))

  it('carries one request at a time: a slow answer holds its connection, the rest go one by one over the other', () => {
    const { outcomes, trace } = run(burst)
    expect(ends(outcomes)).toEqual([130_000, 31_000, 42_000, 53_000])
    expect(sentencesOf(trace).slice(0, 5)).toEqual([
      'GET /0 opens connection 1 to api: none is free, and the set-up takes 2 round trips, 20 ms.',
      'GET /1 opens connection 2 to api: none is free, and the set-up takes 2 round trips, 20 ms.',
      'GET /2 waits at place 1 for api: all 2 connections are busy.',
      'GET /3 waits at place 2 for api: all 2 connections are busy.',
      'GET /2 has waited 31 ms and takes the connection to api that became free.',
    ])
    expect(trace.gauge(0, 'poolWaiting', trace.countAt(1_000))).toBe(2)
    expect(trace.gauge(0, 'streams', trace.events)).toBe(0)
  })

  it('over one connection makes all wait behind the slow one; HTTP/2 does not', () => {
    expect(ends(run(burst, { maxConnections: 1 }).outcomes)).toEqual([130_000, 141_000, 152_000, 163_000])
    const multiplexed = run(burst, { maxConnections: 1, streams: 100 })
    expect(ends(multiplexed.outcomes)).toEqual([130_000, 31_000, 31_000, 31_000])
    expect(sentencesOf(multiplexed.trace)[1]).toBe('GET /1 waits 20 ms for the connection to api that is being opened.')
  })

  it('cannot use a connection again on which an answer may still come', () => {
    const { outcomes, trace } = run([
      { at: 0, workMicros: 100_000, timeoutMicros: 60_000 },
      { at: 70_000, workMicros: 0 },
    ])
    expect(outcomes[0]).toMatchObject({
      endedAt: 60_000,
      reply: { kind: 'failed', failure: { cause: 'timeout', by: 'api' } },
    })
    expect(ends(outcomes)[1]).toBe(100_000)
    expect(sentencesOf(trace)).toContain(
      'A connection to api is closed, 0 remain: the answer to a request that was given up may still come on it.',
    )
  })
})

describe('HTTP/2', () => {
  it('bounds the streams of a connection, and gives up one stream without the others', () => {
    const asks = [
      { at: 0, workMicros: 100_000, timeoutMicros: 60_000 },
      { at: 0, workMicros: 80_000 },
      { at: 0, workMicros: 1_000 },
    ]
    const { outcomes, trace } = run(asks, { maxConnections: 1, streams: 2 })
    expect(ends(outcomes)).toEqual([60_000, 110_000, 71_000])
    expect(sentencesOf(trace)).toContain(
      'GET /2 waits at place 1 for api: all 2 streams of the one connection are taken.',
    )
    expect(sentencesOf(trace).filter((sentence) => sentence.includes('opens'))).toHaveLength(1)
  })
})

describe('a bounded pool', () => {
  it('counts waiting and set-up into the timeout', () => {
    const { outcomes } = run(
      [
        { at: 0, workMicros: 100_000 },
        { at: 0, workMicros: 0, timeoutMicros: 30_000 },
      ],
      { maxConnections: 1 },
    )
    expect(outcomes[1]).toMatchObject({
      endedAt: 30_000,
      reply: { failure: { cause: 'no free connection', by: 'app' } },
    })
    const setUp = run([{ at: 0, workMicros: 0, timeoutMicros: 15_000 }])
    expect(setUp.outcomes[0]).toMatchObject({ endedAt: 15_000, reply: { failure: { cause: 'timeout', by: 'api' } } })
  })

  it('refuses who would wait beyond its bound', () => {
    const asks = Array.from({ length: 4 }, () => ({ at: 0, workMicros: 0 }))
    const { outcomes, trace } = run(asks, { maxConnections: 1, maxWaiting: 2 })
    expect(outcomes[3]).toMatchObject({ endedAt: 0, reply: { failure: { cause: 'connection pool full', by: 'app' } } })
    expect(sentencesOf(trace)).toContain('GET /3 is refused: the line for a connection to api is full, 2 long.')
  })

  it('serves those who wait over a new connection when theirs is lost, and forgets all in a crash', () => {
    const asks = [
      { at: 0, workMicros: 100_000 },
      { at: 0, workMicros: 0 },
    ]
    const lost = run(asks, { maxConnections: 1 }, [
      { at: 40_000, kind: 'crash', node: 'api' },
      { at: 41_000, kind: 'restart', node: 'api' },
    ])
    expect(lost.outcomes[0]).toMatchObject({ endedAt: 45_000, reply: { failure: { cause: 'connection lost' } } })
    expect(ends(lost.outcomes)[1]).toBe(75_000)
    const crashed = run(asks, { maxConnections: 1 }, [
      { at: 40_000, kind: 'crash', node: 'app' },
      { at: 41_000, kind: 'restart', node: 'app' },
    ])
    expect(crashed.trace.status).toMatchObject({ kind: 'finished', reason: 'idle' })
    expect(ends(crashed.outcomes)).toEqual([41_000 + 130_000, 41_000 + 140_000])
  })

  it('serves in the order of arrival and never has more connections or streams than it may', () => {
    const asks = Array.from({ length: 60 }, (_, index) => ({
      at: (index * 7_919) % 90_000,
      workMicros: (index * 104_729) % 4_000,
    }))
    for (const [maxConnections, streams] of [
      [1, 1],
      [3, 1],
      [1, 4],
      [2, 3],
    ] as const) {
      const { outcomes, trace } = run(asks, { maxConnections, streams, maxWaiting: 100 })
      expect(outcomes.filter((outcome) => outcome?.reply.kind === 'answered')).toHaveLength(60)
      const waited = sentencesOf(trace).flatMap((sentence) => /^(GET \/\d+) waits at/.exec(sentence)?.[1] ?? [])
      const went = sentencesOf(trace).flatMap((sentence) => /^(GET \/\d+) has waited/.exec(sentence)?.[1] ?? [])
      expect(went).toEqual(waited)
      for (let event = 0; event < trace.events; event++) {
        expect(trace.gauge(0, 'connections', event) ?? 0).toBeLessThanOrEqual(maxConnections)
        expect(trace.gauge(0, 'streams', event) ?? 0).toBeLessThanOrEqual(maxConnections * streams)
      }
    }
  })
})
