import { describe, expect, it } from 'vitest'
import { interleave, ratioRow } from '../bench/harness'
import { formatBench } from './format-bench.mjs'

describe('interleave', () => {
  it('runs every case once a round, warm-up included, and lets each begin a round', async () => {
    const order: string[] = []
    const cases = ['a', 'b', 'c'].map((name) => ({ name, operations: 1, run: () => order.push(name) }))
    await interleave(cases, { rounds: 2, warmup: 1 })
    expect(order.join('')).toBe('abcbcacab')
  })

  it('prepares a case before each of its rounds', async () => {
    let heap = 0
    const found: number[] = []
    const only = { name: 'a', operations: 1, prepare: () => (heap = 3), run: () => found.push(heap--) }
    await interleave([only], { rounds: 3, warmup: 0 })
    expect(found).toEqual([3, 3, 3])
  })

  it('a case against itself has the ratio 1, and an unknown name is an error', async () => {
    const result = await interleave([{ name: 'a', operations: 10, run: () => 1 }], { rounds: 3, warmup: 0 })
    expect(result.ratio('a', 'a')).toBe(1)
    expect(result.measured('a').nanosecondsEach).toBe(1e9 / result.measured('a').perSecond)
    expect(() => result.ratio('a', 'b')).toThrow(RangeError)
  })

  it('waits for work that is asynchronous', async () => {
    let isDone = false
    const slow = { name: 'a', operations: 1, run: () => Promise.resolve().then(() => (isDone = true)) }
    await interleave([slow], { rounds: 1, warmup: 0 })
    expect(isDone).toBe(true)
  })

  it('refuses work that returns nothing', async () => {
    const idle = { name: 'idle', operations: 1, run: () => undefined }
    await expect(interleave([idle], { rounds: 1, warmup: 0 })).rejects.toThrow('"idle" returns nothing')
  })
})

describe('the table of a benchmark', () => {
  const measured = { name: 'agenda', perSecond: 23_400_000, nanosecondsEach: 43, spread: 0.1 }

  it('says of each goal whether it is met', () => {
    const rows = [ratioRow(measured, 1.52, 'flatqueue', 1.5), ratioRow(measured, 0.9, 'tinyqueue', 1)]
    const text = formatBench({ title: 'Agenda', rows: [...rows, { name: 'bytes an event', value: 71.25, unit: 'B' }] })
    expect(text.trim().split('\n')).toEqual([
      'Agenda',
      '                 value  unit  ratio  goal',
      'agenda          23.4 M  op/s  1.52×  ≥ 1.5× flatqueue  met',
      'agenda          23.4 M  op/s   0.9×  ≥ 1× tinyqueue    missed',
      'bytes an event    71.3  B',
      '1 of 2 goals met',
    ])
  })

  it('counts no goals where there are none', () => {
    expect(formatBench({ title: 'A', rows: [{ name: 'b', value: 0, unit: 's' }] })).not.toContain('goals')
  })
})
