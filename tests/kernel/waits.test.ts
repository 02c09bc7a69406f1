import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Process } from '../../workers/kernel/process'
import { All, Join, Race, Timer } from '../../workers/kernel/waits'
import { Workshop } from './workshop'

function* instantly(text: string): Process<string> {
  return text
}

describe('sleep', () => {
  it('wakes after exactly its time; sleepers of one moment wake in the order of lying down', () => {
    const shop = new Workshop()
    for (const [name, micros] of [
      ['a', 20],
      ['b', 10],
      ['c', 20],
      ['d', 0],
    ] as const)
      shop.start(shop.worker(name, micros))
    shop.runOut()
    expect(shop.log).toEqual(['d at 0', 'b at 10', 'a at 20', 'c at 20'])
  })
})

describe('timer', () => {
  it('acts once, and not at all when it is cancelled', () => {
    const shop = new Workshop()
    const kept = new Timer(null, () => shop.say('kept'))
    const cancelled = new Timer(null, () => shop.say('cancelled'))
    for (const timer of [kept, kept, cancelled]) shop.kernel.schedule(5, timer)
    cancelled.cancel()
    shop.runOut()
    expect(shop.log).toEqual(['kept at 5'])
  })
})

describe('all', () => {
  it('waits for the last part and gives the results in the order of the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 6 }), (times) => {
        const shop = new Workshop()
        let answer: { results: string[]; at: number } | null = null
        shop.start(
          (function* () {
            const results = yield* new All(times.map((time, index) => shop.worker(`${index}`, time)))
            answer = { results, at: shop.kernel.now }
          })(),
        )
        shop.runOut()
        expect(answer).toEqual({ results: times.map((_, index) => `${index}`), at: Math.max(0, ...times) })
      }),
      { seed: 7 },
    )
  })

  it('is over at once when every part is', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        return yield* new All([instantly('a'), instantly('b')])
      })(),
    )
    expect(task.result).toEqual(['a', 'b'])
  })

  it('says how many parts are open and what they wait for', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        yield* new All([shop.worker('a', 1_000), shop.worker('b', 2_000), shop.worker('c', 3_000)])
      })(),
    )
    shop.runUntil(1_000)
    expect(task.wait?.describe()).toBe('2 of 3 parts: 2 ms to pass; 3 ms to pass')
  })

  it('cancels its open parts when it is cancelled, and runs their finally blocks', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        yield* new All([shop.worker('a', 10), shop.worker('b', 30)])
      })(),
    )
    shop.runUntil(10)
    task.cancel()
    shop.runOut()
    expect(shop.log).toEqual(['a at 10', 'b gives up at 10'])
  })
})

describe('race', () => {
  it('gives the first result; of equals the one given first; the losers are cancelled and run their finally blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }), (times) => {
        const shop = new Workshop()
        const task = shop.start(
          (function* () {
            return yield* new Race(times.map((time, index) => shop.worker(`${index}`, time)))
          })(),
        )
        shop.runOut()
        const least = Math.min(...times)
        const index = times.indexOf(least)
        expect(task.result).toEqual({ index, value: `${index}` })
        expect(shop.log).toEqual([
          `${index} at ${least}`,
          ...times.flatMap((_, other) => (other === index ? [] : [`${other} gives up at ${least}`])),
        ])
        expect(shop.owner.tasks.size).toBe(0)
      }),
      { seed: 7 },
    )
  })

  it('starts no entrant after one that is done at once', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        return yield* new Race([shop.worker('slow', 10), instantly('quick'), shop.worker('never', 0)])
      })(),
    )
    shop.runOut()
    expect(task.result).toEqual({ index: 1, value: 'quick' })
    expect(shop.log).toEqual(['slow gives up at 0'])
  })

  it('says what each entrant waits for', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        yield* new Race([shop.worker('a', 1_000), shop.worker('b', 2_000)])
      })(),
    )
    expect(task.wait?.describe()).toBe('the first of: 1 ms to pass; 2 ms to pass')
  })

  it('cancels what its entrants are made of, down to the last', () => {
    const shop = new Workshop()
    const nested = function* (): Process<string> {
      const parts = yield* new All([shop.worker('x', 50), shop.worker('y', 60)])
      return parts.join()
    }
    shop.start(
      (function* () {
        yield* new Race([nested(), shop.worker('z', 5)])
      })(),
    )
    shop.runOut()
    expect(shop.log).toEqual(['z at 5', 'x gives up at 5', 'y gives up at 5'])
  })
})

describe('join', () => {
  it('gives the result of a task to all who wait for it, at once to who comes late, and not to who was cancelled', () => {
    const shop = new Workshop()
    const work = shop.start(shop.worker('work', 20))
    const wait = (name: string) =>
      shop.start(
        (function* (): Process {
          shop.say(`${name} has ${yield* new Join(work)}`)
        })(),
      )
    wait('first')
    const cancelled = wait('cancelled')
    wait('second')
    cancelled.cancel()
    shop.runOut()
    wait('late')
    expect(shop.log).toEqual(['work at 20', 'first has work at 20', 'second has work at 20', 'late has work at 20'])
  })
})
