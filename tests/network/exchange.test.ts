import { describe, expect, it } from 'vitest'
import { Fate, HopKind, NO_HOP } from '../../workers/protocol'
import { hopsOf, pair } from './hand-built'

describe('a request', () => {
  it('goes there, is worked on, and its answer comes back', () => {
    const { trace, answers } = pair([{ at: 0, label: 'GET x' }])
    expect(answers).toEqual([
      {
        label: 'GET x',
        endedAt: 12_000,
        reply: { kind: 'answered', response: { status: 200 }, by: 'b', tookMicros: 12_000 },
      },
    ])
    expect(hopsOf(trace)).toMatchObject([
      { kind: HopKind.request, label: 'GET x', sentMicros: 0, dueMicros: 1_000, fate: Fate.delivered, cause: NO_HOP },
      { kind: HopKind.answer, label: '200', sentMicros: 11_000, dueMicros: 12_000, fate: Fate.delivered, cause: 0 },
    ])
    expect(trace.request(1)).toMatchObject({ startMicros: 0, endMicros: 12_000, cause: '' })
  })

  it('that is answered with a failure says status and cause on the way back', () => {
    const response = { status: 503, failure: { cause: 'no room', by: 'b' } }
    const { trace, answers } = pair([{ at: 0, label: 'GET x' }], [], { response })
    expect(answers[0]?.reply).toMatchObject({ kind: 'answered', response })
    expect(hopsOf(trace)[1]).toMatchObject({ kind: HopKind.failure, label: '503 no room', fate: Fate.delivered })
  })
})

describe('a timeout', () => {
  it('ends the waiting; the callee works on and its answer arrives late', () => {
    const { trace, answers } = pair([{ at: 0, label: 'GET x', timeoutMicros: 5_000 }])
    expect(answers).toEqual([
      {
        label: 'GET x',
        endedAt: 5_000,
        reply: { kind: 'failed', failure: { cause: 'timeout', by: 'b' }, tookMicros: 5_000 },
      },
    ])
    expect(hopsOf(trace)[1]).toMatchObject({ dueMicros: 12_000, fate: Fate.late })
    expect(trace.request(1)).toMatchObject({ endMicros: 5_000, cause: 'timeout', by: 1 })
  })

  it('of the moment of the answer comes first, and one microsecond later does not come', () => {
    expect(pair([{ at: 0, label: 'x', timeoutMicros: 12_000 }]).answers[0]?.reply.kind).toBe('failed')
    const { answers, trace } = pair([{ at: 0, label: 'x', timeoutMicros: 12_001 }])
    expect(answers[0]?.reply.kind).toBe('answered')
    expect(trace.status).toMatchObject({ reason: 'idle' })
  })

  it('of a node that is paused waits until it runs on', () => {
    const script = [{ at: 2_000, kind: 'pause', node: 'a', forMicros: 50_000 } as const]
    const { answers } = pair([{ at: 0, label: 'x', timeoutMicros: 5_000 }], script)
    expect(answers[0]).toMatchObject({ endedAt: 52_000, reply: { kind: 'failed', failure: { cause: 'timeout' } } })
  })
})

describe('a node that is down', () => {
  it('refuses what arrives, and the asker hears of it after the way back', () => {
    const { trace, answers } = pair([{ at: 10, label: 'x' }], [{ at: 0, kind: 'crash', node: 'b' }])
    expect(answers[0]).toMatchObject({
      endedAt: 2_010,
      reply: { kind: 'failed', failure: { cause: 'refused', by: 'b' }, tookMicros: 2_000 },
    })
    expect(hopsOf(trace)).toMatchObject([
      { fate: Fate.refused, dueMicros: 1_010 },
      { kind: HopKind.failure, label: 'refused', cause: 0, fate: Fate.delivered },
    ])
  })

  it('breaks the connections of the requests that it worked on', () => {
    const { trace, answers } = pair(
      [
        { at: 0, label: 'x' },
        { at: 100, label: 'y' },
      ],
      [{ at: 5_000, kind: 'crash', node: 'b' }],
    )
    expect(answers).toMatchObject([
      { label: 'x', endedAt: 6_000, reply: { kind: 'failed', failure: { cause: 'connection lost', by: 'b' } } },
      { label: 'y', endedAt: 6_000, reply: { kind: 'failed', failure: { cause: 'connection lost', by: 'b' } } },
    ])
    // The broken connection was caused by the request, and nothing more comes from the processes that crashed.
    expect(hopsOf(trace).map(({ label, cause }) => [label, cause])).toEqual([
      ['x', NO_HOP],
      ['y', NO_HOP],
      ['connection lost', 0],
      ['connection lost', 1],
    ])
  })

  it('breaks no connection of a request that is still on its way to it', () => {
    const { answers } = pair(
      [{ at: 0, label: 'x' }],
      [
        { at: 500, kind: 'crash', node: 'b' },
        { at: 700, kind: 'restart', node: 'b' },
      ],
    )
    expect(answers[0]?.reply.kind).toBe('answered')
  })

  it('hears no answers: what comes back to an asker that crashed is refused, or late if it has restarted', () => {
    const crash = { at: 2_000, kind: 'crash', node: 'a' } as const
    const refused = pair([{ at: 0, label: 'x' }], [crash])
    expect(hopsOf(refused.trace)[1]).toMatchObject({ fate: Fate.refused })
    expect(refused.answers).toEqual([])
    const late = pair([{ at: 0, label: 'x' }], [crash, { at: 3_000, kind: 'restart', node: 'a' }])
    expect(hopsOf(late.trace).map(({ label, sentMicros, fate }) => [label, sentMicros, fate])).toEqual([
      ['x', 0, Fate.delivered],
      ['x', 3_000, Fate.delivered],
      ['200', 11_000, Fate.late],
      ['200', 14_000, Fate.delivered],
    ])
  })
})

describe('a lost message', () => {
  it('is never answered: without a timeout the asker waits until the run ends', () => {
    const { trace, answers } = pair([{ at: 10, label: 'x' }], [{ at: 0, kind: 'cut', link: ['a', 'b'] }])
    expect(answers).toEqual([])
    expect(hopsOf(trace)).toMatchObject([{ fate: Fate.lost, sentMicros: 10, dueMicros: 510 }])
  })

  it('may be the answer: the asker times out although the work was done', () => {
    const { trace, answers } = pair(
      [{ at: 0, label: 'x', timeoutMicros: 30_000 }],
      [{ at: 5_000, kind: 'cut', link: ['b', 'a'] }],
    )
    expect(answers[0]?.reply).toMatchObject({ kind: 'failed', failure: { cause: 'timeout', by: 'b' } })
    expect(hopsOf(trace)[1]).toMatchObject({ label: '200', fate: Fate.lost, sentMicros: 11_000, dueMicros: 11_500 })
  })
})
