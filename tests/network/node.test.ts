import { describe, expect, it } from 'vitest'
import type { Process } from '../../workers/kernel/process'
import type { Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { Scenario } from '../../workers/scenario/scenario'
import { Asker, Echo, pair, runOf, sentencesOf, traceOf } from './hand-built'

type Script = Scenario['script']

/** A node `a` whose component ticks every millisecond and counts in memory, which is said at each tick. */
function ticker(script: Script, horizonMicros = 10_000) {
  const log: string[] = []
  const run = runOf(
    (world) =>
      world.node('a', 'ticker', (node) => {
        let memory = 0
        return {
          *start(): Process {
            try {
              for (;;) {
                yield* node.sleep(1_000)
                memory++
                node.gauge('ticks').set(memory)
                log.push(`${memory} at ${node.now}`)
              }
            } finally {
              log.push('finally')
            }
          },
        }
      }),
    { script, horizonMicros },
  )
  return { log, trace: traceOf(run) }
}

describe('a crash', () => {
  it('ends the requests that the node has begun, each with one cause', () => {
    const { trace } = pair([{ at: 0, label: 'GET /a' }], [{ at: 2_500, kind: 'crash', node: 'a' }])
    expect(trace.request(1)).toMatchObject({ endMicros: 2_500, cause: 'crashed while it waited' })
    expect(trace.breaches).toEqual([])
  })

  it('ends every process without its finally, and a restart makes a fresh component', () => {
    const { log, trace } = ticker([
      { at: 2_500, kind: 'crash', node: 'a' },
      { at: 7_200, kind: 'restart', node: 'a' },
    ])
    expect(log).toEqual(['1 at 1000', '2 at 2000', '1 at 8200', '2 at 9200'])
    expect(trace.gauge(0, 'up', trace.countAt(2_500))).toBe(0)
    expect(trace.fact(0, 'mode', trace.countAt(2_500))).toBe('down')
    expect(trace.gauge(0, 'up', trace.countAt(7_200))).toBe(1)
    expect(sentencesOf(trace)).toEqual([
      'a crashes: 0 open requests lose their connection and its memory is gone.',
      'a starts again with empty memory.',
    ])
  })

  it('of a node that is down, or a pause of it, is nothing', () => {
    const once = ticker([{ at: 2_500, kind: 'crash', node: 'a' }])
    const again = ticker([
      { at: 2_500, kind: 'crash', node: 'a' },
      { at: 3_000, kind: 'crash', node: 'a' },
      { at: 3_500, kind: 'pause', node: 'a', forMicros: 10 },
    ])
    expect(again.log).toEqual(once.log)
    expect(again.trace.markCount).toBe(1)
  })

  it('runs no finally of the parts of a process, whatever it waits for', () => {
    const log: string[] = []
    const part = function* (node: Node, micros: number): Process<string> {
      try {
        yield* node.sleep(micros)
        return ''
      } finally {
        log.push('finally')
      }
    }
    const run = runOf(
      (world) =>
        world.node('a', 'parent', (node) => ({
          *start(): Process {
            yield* node.all([part(node, 900), part(node, 800)])
          },
        })),
      { script: [{ at: 500, kind: 'crash', node: 'a' }] },
    )
    traceOf(run)
    expect(log).toEqual([])
  })

  it('forgets what waited for a paused node: a request is not handled after it', () => {
    const { trace, answers } = pair(
      [{ at: 0, label: 'x' }],
      [
        { at: 500, kind: 'pause', node: 'b', forMicros: 9_000 },
        { at: 3_000, kind: 'crash', node: 'b' },
        { at: 3_000, kind: 'restart', node: 'b' },
        { at: 4_000, kind: 'pause', node: 'b', forMicros: 1_000 },
      ],
    )
    expect(answers[0]).toMatchObject({ endedAt: 4_000, reply: { failure: { cause: 'connection lost' } } })
    expect(trace.hopCount).toBe(2)
    expect(sentencesOf(trace).at(-1)).toBe('b runs on: 0 things waited for it.')
  })

  it('leaves no station busy', () => {
    const run = runOf(
      (world) => {
        const questions = [0, 0, 0, 0].map((at, index) => ({ at, to: 'b', label: `${index}` }))
        world.node('a', 'asker', (node) => new Asker(node, questions, []))
        world.node('b', 'server', (node) => {
          const station = node.station({ workers: 2, queueCapacity: 9 })
          return {
            *handle(): Process<Response> {
              yield* station.serve(50_000)
              return { status: 200 }
            },
          }
        })
        world.link('a', 'b', { latency: { kind: 'fixed', micros: 100 } })
      },
      { script: [{ at: 20_000, kind: 'crash', node: 'b' }] },
    )
    const trace = traceOf(run)
    const at = (micros: number) => ['busy', 'queue'].map((key) => trace.gauge(1, key, trace.countAt(micros)))
    expect(at(19_999)).toEqual([2, 2])
    expect(at(20_000)).toEqual([0, 0])
    expect(trace.requestsEnded(trace.events)).toBe(4)
  })
})

describe('a restart', () => {
  it('of a node that is up crashes it first', () => {
    const { log, trace } = ticker([{ at: 2_500, kind: 'restart', node: 'a' }], 5_000)
    expect(log).toEqual(['1 at 1000', '2 at 2000', '1 at 3500', '2 at 4500'])
    expect(trace.markCount).toBe(2)
  })
})

describe('a pause', () => {
  it('lets nothing run; what was due runs at its end, in the order in which it was due', () => {
    const log: string[] = []
    const run = runOf(
      (world) => {
        world.node('a', 'sleepers', (node) => ({
          *start(): Process {
            for (const micros of [3_000, 1_000, 2_000, 9_000])
              node.spawnFresh(
                'sleep',
                (function* (): Process {
                  yield* node.sleep(micros)
                  log.push(`${micros} at ${node.now}`)
                })(),
              )
          },
        }))
      },
      { script: [{ at: 500, kind: 'pause', node: 'a', forMicros: 5_000 }] },
    )
    const trace = traceOf(run)
    expect(log).toEqual(['1000 at 5500', '2000 at 5500', '3000 at 5500', '9000 at 9000'])
    expect(sentencesOf(trace)).toEqual([
      'a stands still for 5 ms: messages arrive but nothing runs.',
      'a runs on: 3 things waited for it.',
    ])
    expect(trace.fact(0, 'mode', trace.countAt(5_499))).toBe('paused')
    expect(trace.fact(0, 'mode', trace.countAt(5_500))).toBe('')
  })

  it('of a pausing node counts from the later one', () => {
    const { log } = ticker(
      [
        { at: 500, kind: 'pause', node: 'a', forMicros: 1_000 },
        { at: 1_200, kind: 'pause', node: 'a', forMicros: 3_000 },
      ],
      6_000,
    )
    expect(log).toEqual(['1 at 4200', '2 at 5200'])
  })

  it('of a callee delays the work on requests that arrive meanwhile, in order', () => {
    const { answers } = pair(
      [
        { at: 0, label: 'x' },
        { at: 100, label: 'y' },
      ],
      [{ at: 500, kind: 'pause', node: 'b', forMicros: 20_000 }],
    )
    expect(answers.map(({ label, endedAt }) => [label, endedAt])).toEqual([
      ['x', 31_500],
      ['y', 31_500],
    ])
  })

  it('of a caller delays only its hearing of an answer that has arrived', () => {
    const { trace, answers } = pair(
      [{ at: 0, label: 'x' }],
      [{ at: 5_000, kind: 'pause', node: 'a', forMicros: 50_000 }],
    )
    expect(answers[0]).toMatchObject({ endedAt: 55_000, reply: { kind: 'answered', tookMicros: 55_000 } })
    expect(trace.hop(1)).toMatchObject({ dueMicros: 12_000, fate: 1 })
  })
})

describe('a slow node', () => {
  it('serves at its stations with the work stretched, also after a restart', () => {
    const build = (script: Script) => {
      const answers: { label: string; endedAt: number }[] = []
      const run = runOf(
        (world) => {
          const questions = [0, 100_000].map((at) => ({ at, to: 'b', label: `${at}` }))
          world.node('a', 'asker', (node) => new Asker(node, questions, answers as never))
          world.node('b', 'server', (node) => {
            const station = node.station({ workers: 1, queueCapacity: 9 })
            return {
              slowdown: (factor: number) => Object.assign(station, { slowdown: factor }),
              *handle(): Process<Response> {
                yield* station.serve(1_000)
                return { status: 200 }
              },
            }
          })
          world.link('a', 'b', { latency: { kind: 'fixed', micros: 0 } })
        },
        { script },
      )
      const trace = traceOf(run)
      return { ends: answers.map(({ endedAt }) => endedAt), mode: trace.fact(1, 'mode', trace.events) }
    }
    expect(build([])).toEqual({ ends: [1_000, 101_000], mode: '' })
    const slow = { at: 50_000, kind: 'slow', node: 'b', factor: 4 } as const
    expect(build([slow])).toEqual({ ends: [1_000, 104_000], mode: 'slow ×4' })
    expect(build([slow, { at: 60_000, kind: 'restart', node: 'b' }])).toEqual({
      ends: [1_000, 104_000],
      mode: 'slow ×4',
    })
    expect(build([slow, { ...slow, at: 60_000, factor: 1 }])).toEqual({ ends: [1_000, 101_000], mode: '' })
  })
})

describe('asking', () => {
  it('a node that does not exist, or that is not linked, breaks the run with a sentence', () => {
    const broken = (to: string) => {
      const run = runOf((world) => {
        world.node('a', 'asker', (node) => new Asker(node, [{ at: 10, to, label: 'x' }], []))
        world.node('c', 'echo', (node) => new Echo(node, 0))
      })
      return traceOf(run).status
    }
    expect(broken('b')).toEqual({
      kind: 'broken',
      sentence: 'The simulation itself failed: a asks b, which does not exist.',
    })
    expect(broken('c')).toMatchObject({ kind: 'broken', sentence: expect.stringContaining('no link from a to c') })
  })
})
