import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Process } from '../../workers/kernel/process'
import { type ServiceVerdict, Station, type StationOptions } from '../../workers/kernel/station'
import type { Task } from '../../workers/kernel/task'
import { Workshop } from './workshop'

interface Customer {
  readonly name: string
  readonly at: number
  readonly work: number
  /** It goes away at this moment, if it is still there. */
  readonly leavesAt?: number
}

/** Lets customers come to a station and tells what became of each: `b served 10-25`, in the order of the outcomes. */
function open(options: Partial<StationOptions>, customers: readonly Customer[], slowdowns: [number, number][] = []) {
  const shop = new Workshop()
  const lengths: [busy: number, queue: number][] = []
  const told: string[] = []
  const station: Station = new Station(
    shop.kernel,
    shop.owner,
    { workers: 1, queueCapacity: Number.POSITIVE_INFINITY, policy: 'reject-newest', ...options },
    {
      changed: () => lengths.push([station.busy, station.queueLength]),
      queued: (task, place) => told.push(`${task.title} waits at place ${place}`),
      started: (task) => told.push(`${task.title} starts`),
    },
  )
  const outcomes: string[] = []
  const visit = function* ({ name, work }: Customer): Process {
    const came = shop.kernel.now
    const verdict: ServiceVerdict = yield* station.serve(work)
    outcomes.push(
      verdict.kind === 'served'
        ? `${name} served ${came + verdict.waitedMicros}-${shop.kernel.now}`
        : `${name} ${verdict.reason} ${shop.kernel.now}`,
    )
  }
  const tasks = new Map<string, Task<void>>()
  // Told in the order of time, so that changes of one moment happen in the order: slow down, come, go.
  const script = [
    ...slowdowns.map(([at, factor]) => ({ at, act: () => Object.assign(station, { slowdown: factor }) })),
    ...customers.map((customer) => ({
      at: customer.at,
      act: () => void tasks.set(customer.name, shop.start(visit(customer), customer.name)),
    })),
    ...customers.map(({ name, leavesAt }) => ({
      at: leavesAt ?? Number.POSITIVE_INFINITY,
      act: () => tasks.get(name)?.cancel(),
    })),
  ]
  for (const { at, act } of script.filter(({ at }) => at < Number.POSITIVE_INFINITY))
    shop.start(
      (function* (): Process {
        yield* shop.sleep(at)
        act()
      })(),
    )
  return { shop, station, outcomes, lengths, told, tasks }
}

function outcomesOf(...args: Parameters<typeof open>): string[] {
  const { shop, outcomes, station } = open(...args)
  shop.runOut()
  expect(station).toMatchObject({ busy: 0, queueLength: 0 })
  return outcomes
}

const THREE: readonly Customer[] = [
  { name: 'a', at: 0, work: 100 },
  { name: 'b', at: 10, work: 100 },
  { name: 'c', at: 20, work: 100 },
]

describe('workers and queue', () => {
  it('one worker serves in the order of arrival', () => {
    expect(outcomesOf({}, THREE)).toEqual(['a served 0-100', 'b served 100-200', 'c served 200-300'])
  })

  it('two workers serve two at once', () => {
    expect(outcomesOf({ workers: 2 }, THREE)).toEqual(['a served 0-100', 'b served 10-110', 'c served 100-200'])
  })

  it('agree with the recursion of Kiefer and Wolfowitz for any number of workers', () => {
    const customer = fc.record({ gap: fc.integer({ min: 0, max: 9 }), work: fc.integer({ min: 0, max: 40 }) })
    fc.assert(
      fc.property(fc.array(customer, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (drawn, workers) => {
        // Each customer takes the worker that is free first.
        const freeAt = new Array<number>(workers).fill(0)
        let at = 0
        const customers = drawn.map(({ gap, work }, index) => {
          at += gap
          return { name: `${index}`, at, work }
        })
        const expected = customers.map(({ name, at, work }) => {
          freeAt.sort((a, b) => a - b)
          const begin = Math.max(at, freeAt[0] as number)
          freeAt[0] = begin + work
          return `${name} served ${begin}-${begin + work}`
        })
        expect(outcomesOf({ workers }, customers).sort()).toEqual(expected.sort())
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('tells who waits at which place and when a worker takes it, and nothing of who is served at once', () => {
    const { shop, told } = open({}, THREE)
    shop.runOut()
    expect(told).toEqual(['b waits at place 1', 'c waits at place 2', 'b starts', 'c starts'])
  })

  it('tells its lengths after every change', () => {
    const { shop, lengths } = open({}, THREE.slice(0, 2))
    shop.runOut()
    expect(lengths).toEqual([
      [1, 0],
      [1, 1],
      [1, 0],
      [0, 0],
    ])
  })
})

describe('a full queue', () => {
  it('refuses the newest', () => {
    expect(outcomesOf({ queueCapacity: 1 }, THREE)).toEqual(['c queue full 20', 'a served 0-100', 'b served 100-200'])
  })

  it('throws out the oldest, where that is the policy', () => {
    expect(outcomesOf({ queueCapacity: 1, policy: 'drop-oldest' }, THREE)).toEqual([
      'b dropped from the queue 20',
      'a served 0-100',
      'c served 100-200',
    ])
  })

  it.each(['reject-newest', 'drop-oldest'] as const)('without places refuses under %s', (policy) => {
    expect(outcomesOf({ queueCapacity: 0, policy }, THREE)).toEqual([
      'b queue full 10',
      'c queue full 20',
      'a served 0-100',
    ])
  })

  it('never holds more than its places, even when the one thrown out comes back at once', () => {
    const { shop, station, lengths } = open({ queueCapacity: 2, policy: 'drop-oldest' }, THREE)
    let returns = 0
    const stubborn = function* (): Process {
      for (;;) {
        const verdict = yield* station.serve(100)
        if (verdict.kind === 'served' || ++returns > 5) return
      }
    }
    for (let index = 0; index < 4; index++) shop.start(stubborn())
    shop.runOut()
    expect(returns).toBeGreaterThan(0)
    expect(Math.max(...lengths.map(([, queue]) => queue))).toBe(2)
  })
})

describe('a customer that goes away', () => {
  it('frees its place in the queue', () => {
    const leaving = THREE.map((customer) => (customer.name === 'b' ? { ...customer, leavesAt: 15 } : customer))
    expect(outcomesOf({ queueCapacity: 1 }, leaving)).toEqual(['a served 0-100', 'c served 100-200'])
  })

  it('frees its worker for the next', () => {
    const leaving = THREE.map((customer) => (customer.name === 'a' ? { ...customer, leavesAt: 30 } : customer))
    expect(outcomesOf({}, leaving)).toEqual(['b served 30-130', 'c served 130-230'])
  })

  it('leaves a station that is empty at the end, whoever goes when', () => {
    const customer = fc.record({
      at: fc.integer({ min: 0, max: 50 }),
      work: fc.integer({ min: 0, max: 30 }),
      leavesAt: fc.integer({ min: 0, max: 90 }),
    })
    const options = fc.record({
      workers: fc.integer({ min: 1, max: 3 }),
      queueCapacity: fc.integer({ min: 0, max: 4 }),
      policy: fc.constantFrom('reject-newest' as const, 'drop-oldest' as const),
    })
    fc.assert(
      fc.property(fc.array(customer, { maxLength: 30 }), options, (drawn, options) => {
        const { shop, station, lengths } = open(
          options,
          drawn.map((customer, index) => ({ ...customer, name: `${index}` })),
        )
        shop.runOut()
        expect(station).toMatchObject({ busy: 0, queueLength: 0 })
        for (const [busy, queue] of lengths) {
          expect(busy).toBeLessThanOrEqual(options.workers)
          expect(queue).toBeLessThanOrEqual(options.queueCapacity)
          if (queue > 0) expect(busy).toBe(options.workers)
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('a slow station', () => {
  it('stretches the work of services that begin from then on, not of the one under way', () => {
    expect(outcomesOf({}, THREE, [[50, 2.5]])).toEqual(['a served 0-100', 'b served 100-350', 'c served 350-600'])
  })
})

describe('what a customer waits for', () => {
  it('is a worker, with the place in the queue, and then its work as stretched when it began', () => {
    const { shop, station, tasks } = open({}, [
      { name: 'a', at: 0, work: 2_000 },
      { name: 'b', at: 1, work: 2_000 },
      { name: 'c', at: 2, work: 1_000 },
    ])
    const waits = () => [...tasks].map(([name, task]) => `${name}: ${task.wait?.describe() ?? 'nothing'}`)
    shop.runUntil(2)
    expect(waits()).toEqual([
      'a: its work of 2 ms to be done',
      'b: a free worker, place 1 in the queue',
      'c: a free worker, place 2 in the queue',
    ])
    station.slowdown = 3
    expect(waits()[0]).toBe('a: its work of 2 ms to be done')
    shop.runUntil(2_000)
    expect(waits()).toEqual(['a: nothing', 'b: its work of 6 ms to be done', 'c: a free worker, place 1 in the queue'])
  })
})

describe('workers that hinder each other', () => {
  const twiceForTwo = { workers: 2, slowdownAt: (inService: number) => inService }

  it('share their speed from the moment that another one begins', () => {
    // a alone until 10, then both at half speed: a has 90 left and b 20, so b is done at 50 and a at 120.
    const customers = [
      { name: 'a', at: 0, work: 100 },
      { name: 'b', at: 10, work: 20 },
    ]
    expect(outcomesOf(twiceForTwo, customers)).toEqual(['b served 10-50', 'a served 0-120'])
  })

  it('get the speed back when one goes away', () => {
    const customers = [
      { name: 'a', at: 0, work: 100 },
      { name: 'b', at: 10, work: 200, leavesAt: 30 },
    ]
    expect(outcomesOf(twiceForTwo, customers)).toEqual(['a served 0-110'])
  })

  it('agree with a model that advances microsecond by microsecond', () => {
    const customer = fc.record({ at: fc.integer({ min: 0, max: 60 }), work: fc.integer({ min: 1, max: 40 }) })
    const slowdownAt = (inService: number) => 1 + 0.5 * (inService - 1)
    fc.assert(
      fc.property(
        fc.array(customer, { maxLength: 12, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        (drawn, workers) => {
          const customers = drawn.sort((a, b) => a.at - b.at).map((one, index) => ({ ...one, name: `${index}` }))
          const ended = new Map(
            outcomesOf({ workers, slowdownAt }, customers).map((told) => {
              const [name = '', , span = ''] = told.split(' ')
              return [name, Number(span.split('-')[1])]
            }),
          )
          const expected = inSmallSteps(customers, workers, slowdownAt)
          // Each end is rounded to a whole microsecond, and the next begins there.
          for (const [name, end] of expected)
            expect(Math.abs((ended.get(name) ?? 0) - end)).toBeLessThanOrEqual(drawn.length)
        },
      ),
      { seed: 9, numRuns: 150 },
    )
  })

  function inSmallSteps(customers: readonly Customer[], workers: number, slowdownAt: (inService: number) => number) {
    const STEP = 1 / 64
    const ends = new Map<string, number>()
    const waiting = [...customers]
    const served: { name: string; left: number }[] = []
    for (let now = 0; ends.size < customers.length; now += STEP) {
      while (served.length < workers && waiting[0] !== undefined && waiting[0].at <= now) {
        const { name, work } = waiting.shift() as Customer
        served.push({ name, left: work })
      }
      for (const one of served) one.left -= STEP / slowdownAt(served.length)
      for (let index = served.length - 1; index >= 0; index--) {
        if ((served[index]?.left ?? 0) > 1e-9) continue
        for (const { name } of served.splice(index, 1)) ends.set(name, now + STEP)
      }
    }
    return ends
  }
})

describe('workers that come and go', () => {
  function* resizeAt(shop: Workshop, station: Station, at: number, workers: number): Process {
    yield* shop.sleep(at)
    station.resize(workers)
  }

  it('more of them take those that wait at once', () => {
    const { shop, station, outcomes } = open({}, THREE)
    shop.start(resizeAt(shop, station, 30, 3))
    shop.runOut()
    expect(outcomes).toEqual(['a served 0-100', 'b served 30-130', 'c served 30-130'])
  })

  it('fewer of them finish what they have begun', () => {
    const { shop, station, outcomes } = open({ workers: 2 }, [...THREE, { name: 'd', at: 25, work: 100 }])
    shop.start(resizeAt(shop, station, 30, 1))
    shop.runOut()
    expect(outcomes).toEqual(['a served 0-100', 'b served 10-110', 'c served 110-210', 'd served 210-310'])
    expect(station).toMatchObject({ busy: 0, queueLength: 0 })
  })
})

describe('a worker that is seized', () => {
  it('is kept until it is given back, and then taken by who waits longest', () => {
    const { shop, station, told } = open({}, [])
    const log: string[] = []
    const visit = function* (name: string): Process {
      const verdict = yield* station.seize()
      log.push(`${name} ${verdict.kind} at ${shop.kernel.now}`)
      yield* shop.sleep(50)
      station.release()
    }
    for (const name of ['a', 'b']) shop.start(visit(name), name)
    shop.runOut()
    expect(log).toEqual(['a served at 0', 'b served at 50'])
    expect(told).toEqual(['b waits at place 1', 'b starts'])
    expect(station).toMatchObject({ busy: 0, queueLength: 0 })
  })
})
