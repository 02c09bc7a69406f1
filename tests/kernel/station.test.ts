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
