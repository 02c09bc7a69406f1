import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Agenda } from '../../workers/kernel/agenda'

/** The rule itself: a list in order of due time, new items after those due at the same time. */
class SortedList {
  readonly entries: { due: number; item: number }[] = []

  push(due: number, item: number): void {
    let index = this.entries.length
    while (index > 0 && this.entries[index - 1]!.due > due) index--
    this.entries.splice(index, 0, { due, item })
  }
}

/** Delays of every size that a level of the wheel, a page boundary or a tie makes special. */
const delay = fc.oneof(
  fc.constantFrom(0, 0, 1, 1_023, 1_024, 1_025, 1_048_575, 1_048_576, 1_048_577, 3_600_000_000),
  fc.integer({ min: 0, max: 8 }),
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  fc.integer({ min: 0, max: 2 ** 44 }),
)

const command = fc.oneof(
  { weight: 6, arbitrary: delay },
  { weight: 4, arbitrary: fc.constant('pop' as const) },
  { weight: 1, arbitrary: fc.constant('drain' as const) },
)

/** Runs the commands on both and compares everything that can be seen after each. */
function compare(commands: readonly (number | 'pop' | 'drain')[], agenda = new Agenda<number>()): void {
  const model = new SortedList()
  let pushed = 0
  const agree = (what: string, ours: unknown, expected: unknown) => {
    if (ours !== expected) throw new Error(`after ${pushed} pushes ${what} is ${ours}, not ${expected}`)
  }
  const pop = () => {
    const expected = model.entries.shift()
    agree('the popped item', agenda.pop(), expected?.item)
    if (expected !== undefined) agree('its due time', agenda.poppedDue, expected.due)
  }
  for (const step of commands) {
    if (step === 'pop') pop()
    else if (step === 'drain') while (model.entries.length > 3) pop()
    else {
      agenda.push(agenda.poppedDue + step, pushed)
      model.push(agenda.poppedDue + step, pushed)
      pushed++
    }
    agree('the size', agenda.size, model.entries.length)
    agree('the next due time', agenda.peekDue(), model.entries[0]?.due ?? Number.POSITIVE_INFINITY)
  }
  while (model.entries.length > 0) pop()
  agree('what an empty agenda pops', agenda.pop(), undefined)
}

function drain(agenda: Agenda<number>): number[] {
  const items: number[] = []
  while (agenda.size > 0) items.push(agenda.pop()!)
  return items
}

describe('order', () => {
  test('is that of a list sorted by due time and then by pushing, for delays of every size', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 300, size: 'max' }), (commands) => compare(commands)),
      { seed: 7, numRuns: 300 },
    )
  })

  test('is the same with many ties and many items in few slots', () => {
    const few = fc.oneof(fc.constantFrom(0, 1, 2, 1_024, 2_048, 1_048_576), fc.constant('pop' as const))
    fc.assert(
      fc.property(fc.array(few, { minLength: 100, maxLength: 600, size: 'max' }), (commands) => compare(commands)),
      { seed: 8, numRuns: 150 },
    )
  })

  test('an agenda that was cleared is as good as new', () => {
    const used = new Agenda<number>()
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), fc.array(delay, { maxLength: 20 }), (commands, left) => {
        used.clear()
        expect([used.size, used.poppedDue, used.peekDue(), used.pop()]).toEqual([
          0,
          0,
          Number.POSITIVE_INFINITY,
          undefined,
        ])
        compare(commands, used)
        for (const more of left) used.push(used.poppedDue + more, 0)
      }),
      { seed: 9, numRuns: 100 },
    )
  })

  test('items of one instant leave as they came, 100,000 of them, and more may come while they leave', () => {
    const agenda = new Agenda<number>()
    for (let item = 0; item < 100_000; item++) agenda.push(5_000_000, item)
    const seen: number[] = []
    while (agenda.size > 0) {
      const item = agenda.pop()!
      seen.push(item)
      if (item < 1_000) agenda.push(agenda.poppedDue, 100_000 + item)
    }
    expect(seen).toEqual(Array.from({ length: 101_000 }, (_, item) => item))
    expect(agenda.poppedDue).toBe(5_000_000)
  })

  const befores = [2_000_000, 1_048_577, 1_048_576, 1_500, 1_024, 700, 1]
  test.each([2 ** 20 * 3, 2 ** 30, 2 ** 40 + 2 ** 10, 3_600_000_000])(
    'a tie keeps its order when its items were pushed from different distances: due at %s',
    (due) => {
      const agenda = new Agenda<number>()
      for (let item = 0; item < 10; item++) agenda.push(due, item)
      let pushed = 10
      for (const before of befores) {
        // Ten of them, so that no list is short enough to be served where it stands.
        for (let stop = 0; stop < 10; stop++) agenda.push(due - before, -1)
        for (let stop = 0; stop < 10; stop++) expect(agenda.pop()).toBe(-1)
        for (let item = 0; item < 10; item++) agenda.push(due, pushed++)
      }
      expect(drain(agenda)).toEqual(Array.from({ length: pushed }, (_, item) => item))
    },
  )

  test('one microsecond and one hour live side by side', () => {
    const agenda = new Agenda<number>()
    for (let hour = 1; hour <= 50; hour++) agenda.push(hour * 3_600_000_000, -hour)
    agenda.push(1, 1)
    const ticks: number[] = []
    while (agenda.poppedDue < 20_000) {
      ticks.push(agenda.pop()!)
      agenda.push(agenda.poppedDue + 1, agenda.poppedDue + 1)
    }
    expect(ticks).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1))
    expect(drain(agenda)).toEqual([20_001, ...Array.from({ length: 50 }, (_, index) => -index - 1)])
  })

  test('peeking moves nothing: an item due before the one peeked at still comes first', () => {
    const agenda = new Agenda<number>()
    for (let item = 0; item < 20; item++) agenda.push(9_000_000 + item, item)
    expect(agenda.peekDue()).toBe(9_000_000)
    agenda.push(40, 100)
    agenda.push(8_999_999, 101)
    expect(agenda.peekDue()).toBe(40)
    expect(drain(agenda).slice(0, 4)).toEqual([100, 101, 0, 1])
  })
})

describe('due times', () => {
  test('reach up to 2^53 - 1', () => {
    const agenda = new Agenda<number>()
    const last = Number.MAX_SAFE_INTEGER
    for (let item = 0; item < 10; item++) agenda.push(last - (item % 2), item)
    agenda.push(0, 10)
    expect(drain(agenda)).toEqual([10, 1, 3, 5, 7, 9, 0, 2, 4, 6, 8])
    expect(agenda.poppedDue).toBe(last)
  })

  test('earlier than the last popped one are refused, and nothing changes', () => {
    const agenda = new Agenda<number>()
    agenda.push(10, 1)
    agenda.pop()
    expect(() => agenda.push(9, 2)).toThrow(
      new RangeError('Due time 9 µs is earlier than 10 µs, which has already been popped.'),
    )
    expect(agenda.size).toBe(0)
    agenda.push(10, 3)
    expect(agenda.pop()).toBe(3)
  })

  test.each([0.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN])(
    'that are no safe integers are refused: %s',
    (due) => {
      const agenda = new Agenda<number>()
      expect(() => agenda.push(due, 1)).toThrow(RangeError)
      expect(() => agenda.push(due, 1)).toThrow(/whole number of microseconds below 2\^53/)
      expect(agenda.size).toBe(0)
    },
  )

  test('below 0 are refused', () => {
    expect(() => new Agenda<number>().push(-1, 1)).toThrow(RangeError)
  })
})

test('a popped item is let go of, and nodes are used again', () => {
  const agenda = new Agenda<object>()
  const inside = agenda as unknown as { items: (object | undefined)[]; capacity: number }
  for (let round = 0; round < 50; round++) {
    for (let item = 0; item < 200; item++) agenda.push(agenda.poppedDue + item * item, {})
    while (agenda.size > 0) agenda.pop()
  }
  expect(inside.items.filter((item) => item !== undefined)).toEqual([])
  expect(inside.items).toHaveLength(200)
  expect(inside.capacity).toBe(256)
})
