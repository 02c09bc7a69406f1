import { expect, test } from 'vitest'
import { packetWords } from '../../../src/canvas/packet-words'
import { commandRequest, RedisServer } from '../../../workers/components/redis-server'
import type { World } from '../../../workers/network/world'
import { KeyAsker } from '../../components/key-asker'
import { hopsOf, pair, runOf, traceOf } from '../../network/hand-built'

test('a packet of Redis says its command, and the answer both', () => {
  const requests = [
    [0, commandRequest(['INCR', 'a'])],
    [1_000, commandRequest(['LPUSH', 'a', 'x'])],
  ] as const
  const build = (world: World): void => {
    world.node('app', 'client', (node) => new KeyAsker(node, 'redis', requests, []))
    world.node('redis', 'redis', (node) => new RedisServer(node, { queueCapacity: 10 }))
    world.link('app', 'redis', { latency: { kind: 'fixed', micros: 100 } })
  }
  const trace = traceOf(runOf(build))
  expect(hopsOf(trace).map(({ index }) => packetWords(trace, index))).toEqual([
    { question: 'INCR a', answer: '', tone: 'neutral' },
    { question: 'INCR a', answer: '(integer) 1', tone: 'good' },
    { question: 'LPUSH a x', answer: '', tone: 'neutral' },
    {
      question: 'LPUSH a x',
      answer: '(error) WRONGTYPE Operation against a key holding the wrong kind of value',
      tone: 'bad',
    },
  ])
})

test('a packet of HTTP says its request, and the answer both', () => {
  const failure = { cause: 'queue full', by: 'b' }
  const { trace } = pair([{ at: 0, label: 'GET /cart' }], [], { response: { status: 503, failure } })
  expect(packetWords(trace, 1)).toEqual({ question: 'GET /cart', answer: '503 queue full', tone: 'bad' })
})
