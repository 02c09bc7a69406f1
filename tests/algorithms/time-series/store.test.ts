import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabelIndex, type Labels, type Matcher } from '../../../workers/algorithms/time-series/label-index'
import { SeriesStore } from '../../../workers/algorithms/time-series/store'

const labelSet: fc.Arbitrary<Labels> = fc.dictionary(
  fc.constantFrom('job', 'host', 'path', 'constructor'),
  fc.constantFrom('a', 'b', 'c', ''),
  { noNullPrototype: true },
)
const matchers: fc.Arbitrary<Matcher[]> = fc.array(
  fc.record({
    label: fc.constantFrom('job', 'host', 'path', 'constructor', 'absent'),
    value: fc.constantFrom('a', 'b', 'c', ''),
    not: fc.boolean(),
  }),
  { maxLength: 4 },
)

function fulfils(labels: Labels, { label, value, not }: Matcher): boolean {
  const has = Object.hasOwn(labels, label) && labels[label] === value
  return not === true ? !has : has
}

describe('the index of labels', () => {
  it('selects like a scan of all series, with series coming and going', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ labels: labelSet, stays: fc.boolean() }), { maxLength: 60 }),
        matchers,
        (entries, wanted) => {
          const index = new LabelIndex()
          const held = new Map<number, Labels>()
          for (const { labels, stays } of entries) {
            const id = index.add(labels)
            held.set(id, labels)
            if (stays) continue
            index.remove(id)
            held.delete(id)
          }
          const scan = [...held].filter(([, labels]) => wanted.every((matcher) => fulfils(labels, matcher)))
          expect(index.select(wanted).ids).toEqual(scan.map(([id]) => id).sort((a, b) => a - b))
          expect(index.size).toBe(held.size)
          for (const id of held.keys()) index.remove(id)
          expect(index.bytes).toBe(0)
        },
      ),
      { seed: 5, numRuns: 500 },
    )
  })

  it('walks the shortest list first', () => {
    const index = new LabelIndex()
    for (let user = 0; user < 1000; user++) index.add({ job: 'api', user: `u${user}`, host: `h${user % 10}` })
    const { ids, steps } = index.select([
      { label: 'job', value: 'api' },
      { label: 'host', value: 'h3' },
      { label: 'user', value: 'u503' },
    ])
    expect(ids).toEqual([503])
    expect(steps.map(({ listed, left }) => [listed, left])).toEqual([
      [1, 1],
      [100, 1],
      [1000, 1],
    ])
  })

  it('knows labels whatever their order, and does not mix up what only looks alike', () => {
    const index = new LabelIndex()
    const id = index.add({ a: '1', b: '2' })
    expect(index.add({ b: '2', a: '1' })).toBe(id)
    expect(index.find({ a: '1","b":"2' })).toBeNull()
    expect(index.add({ a: '1' })).not.toBe(id)
  })
})

describe('a store', () => {
  const options = { windowTicks: 0, blockPoints: 10, codec: 'xor', summaries: true, rollUpTicks: null } as const

  it('answers for the series that are selected, and for no other', () => {
    const store = new SeriesStore(options)
    for (let time = 0; time < 100; time += 10) {
      store.write({ metric: 'cpu', host: 'a' }, time, 1)
      store.write({ metric: 'cpu', host: 'b' }, time, 10)
      store.write({ metric: 'disk', host: 'a' }, time, 100)
    }
    const range = { from: 0, to: 100, step: 100, fn: 'sum' as const }
    expect(store.query([{ label: 'metric', value: 'cpu' }], range).values).toEqual([110])
    expect(store.query([{ label: 'host', value: 'a' }], range).values).toEqual([1010])
    expect(store.query([{ label: 'host', value: 'c' }], range).values).toEqual([null])
  })

  it('keeps no series of a point that was refused with an error', () => {
    const store = new SeriesStore(options)
    expect(() => store.write({ metric: 'cpu' }, Number.NaN, 1)).toThrow(RangeError)
    expect([store.seriesCount, store.index.size]).toEqual([0, 0])
  })

  it('forgets a series and its labels when nothing of it is left', () => {
    const store = new SeriesStore(options)
    store.write({ user: 'old' }, 0, 1)
    store.write({ user: 'new' }, 1000, 1)
    const full = store.bytes
    expect(store.expire(500, 500)).toEqual({ points: 1, series: 1 })
    expect(store.index.select([]).ids).toEqual([1])
    expect(store.bytes).toBeLessThan(full * 0.6)
    expect(store.write({ user: 'old' }, 2000, 1)).toMatchObject({ isNew: true, id: 2 })
  })
})
