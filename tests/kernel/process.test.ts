import { describe, expect, it } from 'vitest'
import { type Process, Wait } from '../../workers/kernel/process'
import type { Task } from '../../workers/kernel/task'
import { Workshop } from './workshop'

/** A wait that answers at once. */
class Constant<T> extends Wait<T> {
  constructor(private readonly value: T) {
    super()
  }
  begin(task: Task): boolean {
    task.answer(this.value)
    return true
  }
  cancel(): void {}
  describe(): string {
    return 'nothing'
  }
}

describe('a process', () => {
  it('runs at once up to its first wait, and on when the wait is over', () => {
    const shop = new Workshop()
    shop.start(
      (function* () {
        shop.say('before')
        yield* shop.sleep(30)
        shop.say('after')
      })(),
    )
    shop.say('spawned')
    shop.runOut()
    expect(shop.log).toEqual(['before at 0', 'spawned at 0', 'after at 30'])
  })

  it('gets the answer of a wait that needs no waiting without leaving the moment', () => {
    const shop = new Workshop()
    let sum = 0
    shop.start(
      (function* () {
        sum = (yield* new Constant(2)) + (yield* new Constant(40))
      })(),
    )
    expect(sum).toBe(42)
    expect(shop.kernel.agenda.size).toBe(0)
  })

  it('tells its result to whoever spawned it and to observers before and after its end', () => {
    const shop = new Workshop()
    const task = shop.start(shop.worker('a', 10), 'work', (result) => shop.say(`finished ${result}`))
    task.whenDone(() => shop.say('observer'))
    shop.runOut()
    task.whenDone(() => shop.say('late observer'))
    expect(shop.log).toEqual(['a at 10', 'finished a at 10', 'observer at 10', 'late observer at 10'])
    expect(task).toMatchObject({ done: true, dead: false, result: 'a' })
  })

  it('belongs to its owner until it ends, is cancelled or is dropped', () => {
    const shop = new Workshop()
    const [done, cancelled, dropped] = ['a', 'b', 'c'].map((name) => shop.start(shop.worker(name, 10)))
    expect(shop.owner.tasks.list()).toEqual([done, cancelled, dropped])
    cancelled?.cancel()
    dropped?.drop()
    expect(shop.owner.tasks.list()).toEqual([done])
    shop.runOut()
    expect(shop.owner.tasks.list()).toEqual([])
  })

  it('is the running one while it runs, also when it starts another', () => {
    const shop = new Workshop()
    const seen: (string | undefined)[] = []
    const look = () => seen.push(shop.kernel.running?.title)
    shop.start(
      (function* () {
        look()
        shop.start(
          (function* (): Process {
            look()
            yield* shop.sleep(5)
            look()
          })(),
          'inner',
        )
        look()
        yield* shop.sleep(9)
        look()
      })(),
      'outer',
    )
    look()
    shop.runOut()
    look()
    expect(seen).toEqual(['outer', 'inner', 'outer', undefined, 'inner', 'outer', undefined])
  })

  it('says what it waits for and since when', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        yield* shop.sleep(1_000)
        yield* shop.sleep(2_500)
      })(),
    )
    shop.runUntil(1_000)
    expect(task.wait?.describe()).toBe('2.5 ms to pass')
    expect(task.waitingSince).toBe(1_000)
    shop.runOut()
    expect(task.wait).toBeNull()
  })

  it('passes an error of its code on to whoever lets it happen, and is no longer the running one', () => {
    const shop = new Workshop()
    shop.start(
      (function* () {
        yield* shop.sleep(1)
        throw new Error('mistake of a model')
      })(),
    )
    expect(() => shop.runOut()).toThrow('mistake of a model')
    expect(shop.kernel.running).toBeNull()
  })
})

describe('cancelling', () => {
  it('runs the finally blocks now and nothing later', () => {
    const shop = new Workshop()
    const task = shop.start(shop.worker('a', 10))
    shop.runUntil(4)
    task.cancel()
    task.cancel()
    shop.runOut()
    expect(shop.log).toEqual(['a gives up at 0'])
    expect(task).toMatchObject({ done: false, dead: true })
  })

  it('does nothing to a process that has ended', () => {
    const shop = new Workshop()
    const task = shop.start(shop.worker('a', 10))
    shop.runOut()
    task.cancel()
    expect(shop.log).toEqual(['a at 10'])
  })

  it('is refused a wait in a finally block', () => {
    const shop = new Workshop()
    const task = shop.start(
      (function* () {
        try {
          yield* shop.sleep(10)
        } finally {
          yield* shop.sleep(10)
        }
      })(),
      'clinging',
    )
    expect(() => task.cancel()).toThrow('process "clinging" waits while it is being cancelled')
  })
})

describe('dropping, as a crash does', () => {
  it('runs no finally block', () => {
    const shop = new Workshop()
    shop.start(shop.worker('a', 10)).drop()
    shop.runOut()
    expect(shop.log).toEqual([])
  })
})
