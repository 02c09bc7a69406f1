import { expect, it } from 'vitest'
import { Mirror } from '../../workers/components/mirror'
import type { Reply } from '../../workers/network/message'
import { Echo, runOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

/** Two targets that answer after 100 µs and 400 µs, the second with this status. */
function mirrored(status: number): { reply: Reply | undefined; heard: string[] } {
  const replies: (Reply | undefined)[] = []
  const heard: string[] = []
  const run = runOf((world) => {
    world.node('asker', 'client', (node) => new KeyAsker(node, 'mirror', [[0, { label: 'GET a' }]], replies))
    world.node(
      'mirror',
      'mirror',
      (node) =>
        new Mirror(node, {
          targets: ['fast', 'slow'],
          timeoutMicros: 10_000,
          sends: ({ label }) => heard.push(`sends ${label}`),
          hears: (target) => heard.push(`hears ${target} at ${node.now}`),
        }),
    )
    world.node('fast', 'echo', (node) => new Echo(node, 100))
    world.node(
      'slow',
      'echo',
      (node) => new Echo(node, 400, { status, ...(status < 400 ? {} : { failure: { cause: 'ill', by: 'slow' } }) }),
    )
    for (const target of ['fast', 'slow']) world.link('mirror', target, { latency: { kind: 'fixed', micros: 0 } })
    world.link('asker', 'mirror', { latency: { kind: 'fixed', micros: 0 } })
  })
  traceOf(run)
  return { reply: replies[0], heard }
}

it('asks all at once, answers when the last has answered, and fails with the cause of one that failed', () => {
  const well = mirrored(200)
  expect(well.heard).toEqual(['sends GET a', 'hears fast at 100', 'hears slow at 400'])
  expect(well.reply).toMatchObject({ kind: 'answered', tookMicros: 400, response: { status: 200 } })
  const ill = mirrored(503)
  expect(ill.reply).toMatchObject({ response: { status: 502, failure: { cause: 'ill', by: 'slow' } } })
})
