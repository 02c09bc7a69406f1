import { describe, expect, it } from 'vitest'
import {
  commandRequest,
  RedisServer,
  type RedisServerOptions,
  transactionRequest,
} from '../../workers/components/redis-server'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import { isSuccess, type Request, type Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { World } from '../../workers/network/world'
import type { Scenario } from '../../workers/scenario/scenario'
import { questionOf } from '../../workers/trace/exchanges'
import { httpLine, httpText } from '../../workers/trace/http-log'
import { redisLine, redisText } from '../../workers/trace/redis-log'
import type { Trace } from '../../workers/trace/trace'
import { type Protocol, protocolOf, protocolsOf, TrafficLog } from '../../workers/trace/traffic'
import { KeyAsker } from '../components/key-asker'
import { Asker, pair, type Question, runOf, traceOf } from '../network/hand-built'

type Asked = readonly [at: number, ...argv: string[]]

/** A client before one Redis; links take 100 µs. */
function redisTrace(
  asked: readonly Asked[],
  options: Partial<RedisServerOptions> = {},
  script: Scenario['script'] = [],
) {
  const requests = asked.map(([at, ...argv]) => [at, commandRequest(argv)] as const)
  const build = (world: World): void => {
    world.node('app', 'client', (node) => new KeyAsker(node, 'redis', requests, []))
    world.node('redis', 'redis', (node) => new RedisServer(node, { queueCapacity: 10, ...options }))
    world.link('app', 'redis', { latency: { kind: 'fixed', micros: 100 } })
  }
  return traceOf(runOf(build, { script }))
}

function texts(trace: Trace, protocol: Protocol): string[] {
  const log = new TrafficLog(trace, protocol)
  return Array.from({ length: log.length }, (_, line) =>
    protocol === 'redis' ? redisText(redisLine(log, line)) : httpText(httpLine(log, line)),
  )
}

describe('the log of Redis', () => {
  it('reads as MONITOR, with the replies that redis-cli prints', () => {
    const trace = redisTrace([
      [0, 'SET', 'a key', 'say "hi"\n', 'PX', '500'],
      [1_000, 'INCR', 'a key'],
      [2_000, 'RPUSH', 'list', 'x', 'y'],
      [3_000, 'LRANGE', 'list', '0', '-1'],
      [600_000, 'GET', 'a key'],
    ])
    expect(texts(trace, 'redis')).toEqual([
      '0.000101 [app redis] "SET" "a key" "say \\"hi\\"\\n" "PX" "500"\n  OK',
      '0.001101 [app redis] "INCR" "a key"\n  (error) ERR value is not an integer or out of range',
      '0.002101 [app redis] "RPUSH" "list" "x" "y"\n  (integer) 2',
      '0.003101 [app redis] "LRANGE" "list" "0" "-1"\n  1) "x"\n  2) "y"',
      '0.600101 [app redis] "GET" "a key"\n  (nil)',
    ])
  })

  it('has every command of a transaction, and the reply of EXEC', () => {
    const request = transactionRequest([
      ['INCR', 'a'],
      ['EXPIRE', 'a', '1'],
    ])
    const build = (world: World): void => {
      world.node('app', 'client', (node) => new KeyAsker(node, 'redis', [[0, request]], []))
      world.node('redis', 'redis', (node) => new RedisServer(node, { queueCapacity: 10 }))
      world.link('app', 'redis', { latency: { kind: 'fixed', micros: 100 } })
    }
    const [line = ''] = texts(traceOf(runOf(build)), 'redis')
    expect(line.replaceAll(/^\S+ /gm, '').replaceAll('  ', ' ')).toBe(
      [
        '[app redis] "MULTI"',
        '[app redis] "INCR" "a"',
        '[app redis] "EXPIRE" "a" "1"',
        '[app redis] "EXEC"',
        ' 1) (integer) 1',
        ' 2) (integer) 1',
      ].join('\n'),
    )
  })

  it('says who had to wait for the thread, and who was turned away', () => {
    const long: Asked = [0, 'RPUSH', 'long', ...Array.from({ length: 50_000 }, String)]
    const trace = redisTrace([long, [10, 'GET', 'a'], [11, 'GET', 'b'], [12, 'GET', 'c']], { queueCapacity: 2 })
    const log = new TrafficLog(trace, 'redis')
    const lines = Array.from({ length: log.length }, (_, line) => redisLine(log, line))
    const told = lines.map(({ question, place, cause, reply }) => [question.label.slice(0, 5), place, cause, ...reply])
    // Refused at once; the others in turn after the long command.
    expect(told).toEqual([
      ['GET c', 0, 'queue full'],
      ['RPUSH', 0, '', '(integer) 50000'],
      ['GET a', 1, '', '(nil)'],
      ['GET b', 2, '', '(nil)'],
    ])
    expect(lines[2]?.waitedMicros).toBe((lines[1]?.micros ?? 0) - 110)
  })

  it('tells of a blocked command when it blocks, and how long it waited', () => {
    const trace = redisTrace([
      [0, 'BLPOP', 'queue', '0'],
      [1_000, 'BLPOP', 'never', '0'],
      [50_000, 'RPUSH', 'queue', 'item'],
    ])
    expect(texts(trace, 'redis')).toEqual([
      '0.000101 [app redis] "BLPOP" "queue" "0"\n  # blocked for 50 ms\n  1) "queue"\n  2) "item"',
      '0.001101 [app redis] "BLPOP" "never" "0"\n  # blocked',
      '0.050101 [app redis] "RPUSH" "queue" "item"\n  (integer) 1',
    ])
  })

  it('has what is lost on the way and what a crash cuts off', () => {
    const trace = redisTrace(
      [
        [0, 'GET', 'a'],
        [20_000, 'GET', 'b'],
        [40_000, 'BLPOP', 'c', '0'],
      ],
      {},
      [
        { at: 10_000, kind: 'cut', link: ['app', 'redis'] },
        { at: 30_000, kind: 'heal', link: ['app', 'redis'] },
        { at: 60_000, kind: 'crash', node: 'redis' },
      ],
    )
    expect(texts(trace, 'redis')).toEqual([
      '0.000101 [app redis] "GET" "a"\n  (nil)',
      '0.020050 [app redis] "GET" "b"\n  # the command is lost on the way',
      '0.040101 [app redis] "BLPOP" "c" "0"\n  # blocked for 19.9 ms; connection lost',
    ])
  })
})

describe('the access log', () => {
  it('has status, bytes and the time at the server', () => {
    const { trace } = pair([{ at: 0, label: 'GET /cart' }], [], { response: { status: 200, bytes: 512 } })
    expect(texts(trace, 'http')).toEqual(['0.011000 a → b "GET /cart" 200 512 B 10 ms'])
  })

  it('names the one cause, and what never came', () => {
    const failure = { cause: 'queue full', by: 'b' }
    const { trace } = pair(
      [
        { at: 0, label: 'GET /1' },
        { at: 20_000, label: 'GET /2', timeoutMicros: 5_000 },
        { at: 100_000, label: 'GET /3' },
        { at: 200_000, label: 'GET /4' },
      ],
      [
        { at: 90_000, kind: 'cut', link: ['a', 'b'] },
        { at: 110_000, kind: 'heal', link: ['a', 'b'] },
        { at: 205_000, kind: 'crash', node: 'b' },
      ],
      { response: { status: 503, failure } },
    )
    expect(texts(trace, 'http')).toEqual([
      '0.011000 a → b "GET /1" 503 64 B 10 ms # queue full',
      '0.031000 a → b "GET /2" 503 64 B 10 ms # queue full',
      '0.100500 a → b "GET /3" – – – # the request is lost on the way',
      '0.205000 a → b "GET /4" – – – # connection lost',
    ])
  })

  it('says when nobody waited any more, and what a cache says', () => {
    const headers = { Age: '3', 'Cache-Status': 'edge; hit; ttl=57' }
    const asked = [{ at: 0, label: 'GET /1', timeoutMicros: 5_000 }]
    const { trace } = pair(asked, [], { response: { status: 200, headers } })
    expect(texts(trace, 'http')).toEqual([
      '0.011000 a → b "GET /1" 200 64 B 10 ms # hit, 3 s old; nobody waited for the answer any more',
    ])
  })

  it('numbers the tries of a question, and not what is sent beside it', () => {
    const trace = retriedTrace()
    expect(texts(trace, 'http').map((line) => line.slice(9))).toEqual([
      'b → c "GET /x" 500 64 B 1 ms',
      'b → c "GET /x" 500 64 B 1 ms # try 2',
      'b → c "GET /x" 200 64 B 1 ms # try 3',
      'a → b "GET /x" 200 64 B 9 ms',
    ])
    // Each answer belongs to the question that the exchange had asked, after other answers too.
    for (let hop = 0; hop < trace.hopCount; hop++) {
      if (trace.hopKind(hop) === 0) continue
      const [answer, question] = [trace.hop(hop), trace.hop(questionOf(trace, hop))]
      expect([question.from, question.to]).toEqual([answer.to, answer.from])
    }
  })

  it('stands in the order of writing, and tells how much is written by a moment', () => {
    const { trace } = pair([
      { at: 0, label: 'GET /1' },
      { at: 500, label: 'GET /2' },
    ])
    const log = new TrafficLog(trace, 'http')
    const events = Array.from({ length: log.length }, (_, line) => log.line(line).event)
    expect(events).toEqual(events.toSorted((a, b) => a - b))
    expect(events.map((event) => [log.writtenAt(event), log.writtenAt(event + 1)])).toEqual([
      [0, 1],
      [1, 2],
    ])
  })
})

it('knows a protocol by what is said', () => {
  expect(['GET /a', 'POST /a\nAccept: text/html', 'get user:1', 'search lantern'].map(protocolOf)).toEqual([
    'http',
    'http',
    null,
    null,
  ])
  expect(protocolOf('GET key\n"GET" "key"')).toBe('redis')
  expect(protocolsOf(redisTrace([[0, 'GET', 'a']]))).toEqual(['redis'])
  expect(protocolsOf(retriedTrace())).toEqual(['http'])
})

/** `a` asks `b`, which asks `c` until it answers well, the third time. */
function retriedTrace(): Trace {
  const questions: Question[] = [{ at: 0, to: 'b', label: 'GET /x' }]
  const build = (world: World): void => {
    world.node('a', 'asker', (node) => new Asker(node, questions, []))
    world.node('b', 'middle', (node) => new Stubborn(node))
    world.node('c', 'end', (node) => new Third(node))
    world.link('a', 'b', { latency: { kind: 'fixed', micros: 1_000 } })
    world.link('b', 'c', { latency: { kind: 'fixed', micros: 1_000 } })
  }
  return traceOf(runOf(build))
}

class Stubborn implements Component {
  constructor(private readonly node: Node) {}

  *handle(request: Request): Process<Response> {
    for (;;) {
      const reply = yield* this.node.request('c', request)
      if (isSuccess(reply)) return { status: 200 }
    }
  }
}

class Third implements Component {
  private asked = 0

  constructor(private readonly node: Node) {}

  *handle(): Process<Response> {
    yield* this.node.sleep(1_000)
    return { status: ++this.asked < 3 ? 500 : 200 }
  }
}
