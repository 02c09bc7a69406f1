import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HealthOptions, HealthProber } from '../../workers/components/health-prober'
import type { Process } from '../../workers/kernel/process'
import type { Response } from '../../workers/network/message'
import type { Scenario } from '../../workers/scenario/scenario'
import { hopsOf, runOf, sentencesOf, traceOf } from '../network/hand-built'

/** Probes one server whose health page answers as listed; afterwards it is well. */
function probe(wells: readonly boolean[], options: Partial<HealthOptions> = {}, script: Scenario['script'] = []) {
  const changes: string[] = []
  const run = runOf(
    (world) => {
      world.node('lb', 'prober', (node) => ({
        *start(): Process {
          const all = { intervalMicros: 10_000, timeoutMicros: 3_000, rise: 2, fall: 3, ...options }
          const changed = (healthy: boolean) => changes.push(healthy ? 'back' : 'out')
          node.spawnFresh('probe', new HealthProber(node, all).watch('s1', changed))
        },
      }))
      let asked = 0
      world.node('s1', 'server', () => ({
        *handle(): Process<Response> {
          return { status: (wells[asked++] ?? true) ? 200 : 503 }
        },
      }))
      world.link('lb', 's1', { latency: { kind: 'fixed', micros: 500 } })
    },
    { script, horizonMicros: (wells.length + 5) * 11_000 },
  )
  return { changes, trace: traceOf(run) }
}

describe('health probes', () => {
  it('change a state only after rise or fall probes in a row, as counted by hand', () => {
    const row = fc.record({
      wells: fc.array(fc.boolean(), { maxLength: 25 }),
      rise: fc.integer({ min: 1, max: 3 }),
      fall: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(row, ({ wells, rise, fall }) => {
        const expected: string[] = []
        let text = ''
        for (const well of [...wells, true, true, true]) {
          text += well ? 'w' : 'i'
          const isOut = expected.at(-1) === 'out'
          if (!isOut && text.endsWith('i'.repeat(fall))) expected.push('out')
          else if (isOut && text.endsWith('w'.repeat(rise))) expected.push('back')
          else continue
          text = ''
        }
        expect(probe(wells, { rise, fall }).changes).toEqual(expected)
      }),
      { seed: 7 },
    )
  })

  it('begin within one interval and follow an interval after each answer', () => {
    const sent = hopsOf(probe([]).trace)
      .filter(({ from }) => from === 0)
      .map(({ sentMicros }) => sentMicros)
    expect(sent[0]).toBeLessThan(10_000)
    for (let index = 1; index < sent.length; index++)
      expect((sent[index] as number) - (sent[index - 1] as number)).toBe(11_000)
  })

  it('of a server that is down fail, and say the last cause', () => {
    const { changes, trace } = probe([true, true, true, true, true], {}, [{ at: 0, kind: 'crash', node: 's1' }])
    expect(changes).toEqual(['out'])
    expect(sentencesOf(trace).at(-1)).toBe(
      's1 is taken out: its last health probe failed with refused, failures in a row: 3.',
    )
  })

  it('without a timeout wait for ever for a lost answer, as the guide’s do', () => {
    const cut: Scenario['script'] = [
      { at: 0, kind: 'cut', link: ['lb', 's1'] },
      { at: 30_000, kind: 'heal', link: ['lb', 's1'] },
    ]
    const wells = [true, true, true, true, true]
    expect(hopsOf(probe(wells, { timeoutMicros: null }, cut).trace)).toHaveLength(1)
    expect(hopsOf(probe(wells, {}, cut).trace).length).toBeGreaterThan(5)
  })
})
