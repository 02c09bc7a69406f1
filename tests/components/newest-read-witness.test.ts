import { expect, test } from 'vitest'
import { NewestReadWitness } from '../../workers/components/newest-read-witness'
import type { World } from '../../workers/network/world'

/** What the witness says after these steps. */
function told(steps: (witness: NewestReadWitness) => void): string | null {
  const witness = new NewestReadWitness([['a', 0]])
  steps(witness)
  return witness.check('newest').watch?.({} as World)() ?? null
}

test('a read may answer the last acknowledged write, one under way, and nothing older', () => {
  const writes = (witness: NewestReadWitness): void => {
    witness.wrote('a', 1, witness.begins())
    witness.wrote('a', 2, witness.begins())
    witness.begins()
  }
  const read = (value: number | null) =>
    told((witness) => {
      writes(witness)
      witness.found('a', value, witness.reads('a'))
    })
  expect([read(2), read(3)]).toEqual([null, null])
  expect(read(1)).toBe('A read of a finds 1; 2 was acknowledged before it began.')
  expect(read(0)).toBe('A read of a finds 0; 2 was acknowledged before it began.')
  expect(read(null)).toBe('A read of a finds no row; 2 was acknowledged before it began.')
})

test('a read that began before a write was acknowledged may miss it', () => {
  expect(
    told((witness) => {
      const write = witness.begins()
      const before = witness.reads('a')
      witness.wrote('a', 1, write)
      witness.found('a', 0, before)
    }),
  ).toBeNull()
})

test('of two writes at once either may be the last', () => {
  for (const value of [1, 2])
    expect(
      told((witness) => {
        const [one, two] = [witness.begins(), witness.begins()]
        witness.wrote('a', 2, two)
        witness.wrote('a', 1, one)
        witness.found('a', value, witness.reads('a'))
      }),
    ).toBeNull()
})

test('a key that was never written may be missing', () => {
  expect(told((witness) => witness.found('b', null, witness.reads('b')))).toBeNull()
})

test('what stands in a table is held against the acknowledged writes without a read', () => {
  const witness = new NewestReadWitness([['a', 0]])
  witness.wrote('a', 1, witness.begins())
  expect([...witness.keys]).toEqual(['a'])
  expect([witness.missing('a', 1), witness.missing('a', 2), witness.missing('b', null)]).toEqual([null, null, null])
  expect([witness.missing('a', 0), witness.missing('a', null)]).toEqual([1, 1])
})
