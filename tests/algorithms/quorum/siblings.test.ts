import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareDots,
  type Dot,
  type History,
  hasSeen,
  historyText,
  joinHistories,
  NOTHING_SEEN,
} from '../../../workers/algorithms/quorum/history'
import {
  isSameSiblings,
  mergeSiblings,
  type Siblings,
  seenWith,
  siblingsText,
  unionOfItems,
} from '../../../workers/algorithms/quorum/siblings'

const SEED = 4404

const dots: fc.Arbitrary<Dot> = fc.record({ by: fc.constantFrom('a', 'b', 'c'), count: fc.integer({ min: 1, max: 6 }) })
const sets = fc.array(dots, { maxLength: 14, size: 'max' })
const named = ({ by, count }: Dot): string => `${by}${count}`

describe('a history', () => {
  it('is a set of writes: it has seen what is in it, joins as a union, and has one form', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const [a, b] = [joinHistories([], one), joinHistories([], other)]
        const both = joinHistories([a, b])
        const union = new Set([...one, ...other].map(named))
        for (const by of ['a', 'b', 'c'])
          for (let count = 1; count <= 7; count++) expect(hasSeen(both, { by, count })).toBe(union.has(`${by}${count}`))
        expect(both).toEqual(joinHistories([NOTHING_SEEN], [...other, ...one]))
      }),
      { seed: SEED, numRuns: 500 },
    )
  })

  it('is a plain vector when nothing is missing, and names what comes after a gap', () => {
    const seen = joinHistories(
      [],
      [3, 1, 2].map((count) => ({ by: 'a', count })),
    )
    expect(historyText(seen)).toBe('a3')
    expect(historyText(joinHistories([seen], [{ by: 'b', count: 2 }]))).toBe('a3 +b2')
    expect(
      historyText(
        joinHistories(
          [seen],
          [1, 2].map((count) => ({ by: 'b', count })),
        ),
      ),
    ).toBe('a3 b2')
  })
})

/** A write of the naive model: the set of all writes that it follows, itself included. */
interface NaiveWrite {
  readonly name: string
  readonly follows: ReadonlySet<string>
}

/** Of these writes those that no other one follows. */
function latest(writes: readonly NaiveWrite[]): NaiveWrite[] {
  return writes.filter(({ name }) => !writes.some((other) => other.name !== name && other.follows.has(name)))
}

const NODES = [0, 1, 2] as const
type Step =
  | {
      readonly kind: 'write'
      readonly reads: readonly number[]
      readonly by: string
      readonly reaches: readonly number[]
    }
  | { readonly kind: 'exchange'; readonly from: number; readonly to: number }

const nodes = fc.constantFrom(...NODES)
const someNodes = fc.subarray([...NODES], { minLength: 1 })
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    // What is written may reach no node that was read: then one writer’s writes have gaps.
    fc.record({
      kind: fc.constant('write' as const),
      reads: someNodes,
      by: fc.constantFrom('a', 'b'),
      reaches: someNodes,
    }),
    fc.record({ kind: fc.constant('exchange' as const), from: nodes, to: nodes }),
  ),
  { maxLength: 30, size: 'max' },
)

/** Plays the steps with siblings and with sets of writes. */
function play(list: readonly Step[]): { readonly held: Siblings[]; readonly naive: NaiveWrite[][] } {
  const held: Siblings[] = NODES.map(() => ({ versions: [] }))
  const naive: NaiveWrite[][] = NODES.map(() => [])
  const counts: Record<string, number> = {}
  const at = (node: number): Siblings => held[node] as Siblings
  const take = (node: number, row: Siblings, writes: readonly NaiveWrite[]): void => {
    held[node] = mergeSiblings(at(node), row)
    const own = naive[node] as NaiveWrite[]
    naive[node] = latest([...own, ...writes.filter(({ name }) => !own.some((each) => each.name === name))])
  }
  for (const step of list)
    if (step.kind === 'exchange') take(step.to, at(step.from), naive[step.from] as NaiveWrite[])
    else {
      const found = step.reads.map(at).reduce(mergeSiblings)
      const read = latest([
        ...new Map(step.reads.flatMap((node) => naive[node] as NaiveWrite[]).map((w) => [w.name, w])).values(),
      ])
      const dot = { by: step.by, count: (counts[step.by] ?? 0) + 1 }
      counts[step.by] = dot.count
      const follows = new Set([...read.flatMap((write) => [...write.follows]), named(dot)])
      const row = { versions: [{ dot, past: seenWith(found), items: [...unionOfItems(found), follows.size] }] }
      for (const node of step.reaches) take(node, row, [{ name: named(dot), follows }])
    }
  return { held, naive }
}

describe('siblings', () => {
  it('are exactly the writes that no other one follows, as a naive set of all that each writer saw says', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { held, naive } = play(list)
        for (const node of NODES)
          expect(held[node]?.versions.map(({ dot }) => named(dot)).sort()).toEqual(
            naive[node]?.map(({ name }) => name).sort(),
          )
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })

  it('merge alike in any order, however often', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const [a, b, c] = play(list).held as [Siblings, Siblings, Siblings]
        expect(mergeSiblings(a, b)).toEqual(mergeSiblings(b, a))
        expect(mergeSiblings(mergeSiblings(a, b), c)).toEqual(mergeSiblings(a, mergeSiblings(b, c)))
        expect(mergeSiblings(a, a)).toEqual(a)
        expect(isSameSiblings(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('keep both of two writes through one coordinator that read the same, where a plain vector would drop one', () => {
    const past: History = { upTo: [{ by: 'a', count: 3 }], also: [] }
    const version = (count: number, item: number): Siblings => ({
      versions: [{ dot: { by: 'a', count }, past, items: [item] }],
    })
    const both = mergeSiblings(version(4, 1), version(5, 2))
    expect(both.versions.length).toBe(2)
    expect(siblingsText(both)).toBe('a4|a3 +a5')
    // Who has read only the later one has not seen the earlier one, and must not replace it.
    const next: Siblings = { versions: [{ dot: { by: 'a', count: 6 }, past: seenWith(version(5, 2)), items: [2, 3] }] }
    expect(mergeSiblings(both, next).versions.map(({ dot }) => dot.count)).toEqual([4, 6])
    expect(unionOfItems(mergeSiblings(both, next))).toEqual([1, 2, 3])
    expect([...both.versions].map(({ dot }) => dot)).toEqual([...both.versions].map(({ dot }) => dot).sort(compareDots))
  })
})
