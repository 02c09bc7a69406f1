import { describe, expect, it } from 'vitest'
import { type Mood, UnreliableServer } from '../../workers/components/unreliable-server'
import { type Asked, Asker, runOf, traceOf } from '../network/hand-built'

const OPTIONS = {
  workers: 1,
  queueCapacity: 1,
  workMicros: 10_000,
  failPercent: 30,
  flapMicros: 100_000,
  hiccupPercent: 0,
  hiccupMicros: 50_000,
}

/** Asks every 20 ms and tells the status of each answer and how long it took. */
function serve(mood: Mood, count: number, options: Partial<typeof OPTIONS> = {}, everyMicros = 20_000) {
  const answers: Asked[] = []
  const run = runOf(
    (world) => {
      const questions = Array.from({ length: count }, (_, index) => ({
        at: index * everyMicros,
        label: `q${index}`,
        to: 's',
      }))
      world.node('a', 'asker', (node) => new Asker(node, questions, answers))
      world.node('s', 'service', (node) => new UnreliableServer(node, { ...OPTIONS, ...options }, { mood }))
      world.link('a', 's', { latency: { kind: 'fixed', micros: 0 } })
    },
    { horizonMicros: 60_000_000 },
  )
  const trace = traceOf(run)
  const statuses = answers.map(({ reply }) => (reply.kind === 'answered' ? reply.response.status : 0))
  return { statuses, took: answers.map(({ reply }) => reply.tookMicros), trace }
}

describe('an unreliable server', () => {
  it.each<[Mood, number[]]>([
    ['well', [200, 200, 200, 200, 200, 200]],
    ['fails', [500, 500, 500, 500, 500, 500]],
    ['fails 4 of 5', [500, 500, 500, 500, 200, 500]],
    ['not found', [404, 404, 404, 404, 404, 404]],
    ['flaps', [200, 200, 200, 200, 200, 500]],
  ])('that is “%s” answers %j', (mood, statuses) => {
    expect(serve(mood, 6).statuses).toEqual(statuses)
  })
  it('fails at once without a worker, and by pattern after its work', () => {
    expect(serve('fails', 1).took).toEqual([1_000])
    expect(serve('fails 4 of 5', 1).took).toEqual([10_000])
  })
  it('fails some by lot: the stated share within 4σ', () => {
    const { statuses } = serve('fails some', 2_000)
    const failed = statuses.filter((status) => status === 500).length
    expect(Math.abs(failed - 600)).toBeLessThan(4 * Math.sqrt(2_000 * 0.3 * 0.7))
  })
  it('has hiccups by lot, whatever the mood', () => {
    const { took } = serve('well', 1_000, { hiccupPercent: 10, workers: 64 })
    const slow = took.filter((micros) => micros === 60_000).length
    expect(Math.abs(slow - 100)).toBeLessThan(4 * Math.sqrt(1_000 * 0.1 * 0.9))
    expect(took.filter((micros) => micros === 10_000).length).toBe(1_000 - slow)
  })
  it('refuses with 503 what its queue has no place for', () => {
    expect(serve('well', 3, {}, 1_000).statuses).toEqual([503, 200, 200])
  })
  it('shows its mood, and nothing when it is well', () => {
    const reading = (mood: Mood) => {
      const { trace } = serve(mood, 1)
      return trace.reading(1, trace.events).mood
    }
    expect([reading('flaps'), reading('well')]).toEqual(['flaps', ''])
  })
})
