import { describe, expect, it } from 'vitest'
import { SingleFlight } from '../../workers/components/single-flight'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Node } from '../../workers/network/node'
import { runOf, traceOf } from '../network/hand-built'

/** Asks for a key at given moments; a flight takes 100 µs and brings its own number. */
class Asker implements Component {
  readonly flights: SingleFlight<number>
  private begun = 0

  constructor(
    private readonly node: Node,
    private readonly moments: readonly (readonly [at: number, key: string])[],
    private readonly told: string[],
  ) {
    this.flights = new SingleFlight(node)
  }

  *start(): Process {
    for (const [at, key] of this.moments) this.node.spawnFresh('ask', this.ask(at, key))
    yield* this.node.sleep(0)
  }

  private *ask(at: number, key: string): Process {
    yield* this.node.sleep(at)
    if (key.startsWith('outdate ')) {
      const count = this.flights.outdate((one) => one === key.slice('outdate '.length))
      this.told.push(`${at} ${key}: ${count}`)
      return
    }
    const { result, joined, isOutdated } = yield* this.flights.run(key, () => this.fly())
    this.told.push(
      `${at} ${key}: ${result}${joined ? ' joined' : ''}${isOutdated ? ' outdated' : ''} at ${this.node.now}`,
    )
  }

  *fly(): Process<number> {
    const number = ++this.begun
    yield* this.node.sleep(100)
    return number
  }
}

describe('single flight', () => {
  it('begins one flight for all who come while it is under way, a new one after it, and one for every key', () => {
    const told: string[] = []
    const moments = [
      [0, 'a'],
      [50, 'a'],
      [60, 'b'],
      [99, 'a'],
      [101, 'a'],
    ] as const
    traceOf(runOf((world) => world.node('n', 'server', (node) => new Asker(node, moments, told))))
    expect(told.sort()).toEqual([
      '0 a: 1 at 100',
      '101 a: 3 at 201',
      '50 a: 1 joined at 100',
      '60 b: 2 at 160',
      '99 a: 1 joined at 100',
    ])
  })

  it('begins another one beside a flight that is outdated, which still answers who waits for it', () => {
    const told: string[] = []
    const moments = [
      [0, 'a'],
      [10, 'b'],
      [20, 'a'],
      [50, 'outdate a'],
      [60, 'a'],
      [110, 'a'],
      [200, 'outdate a'],
    ] as const
    traceOf(runOf((world) => world.node('n', 'server', (node) => new Asker(node, moments, told))))
    // The end of the outdated flight at 100 takes nothing from the one that has begun at 60.
    expect(told.sort()).toEqual([
      '0 a: 1 outdated at 100',
      '10 b: 2 at 110',
      '110 a: 3 joined at 160',
      '20 a: 1 joined outdated at 100',
      '200 outdate a: 0',
      '50 outdate a: 1',
      '60 a: 3 at 160',
    ])
  })

  it('tells a flight that it is outdated', () => {
    const seen: boolean[] = []
    traceOf(
      runOf((world) =>
        world.node('n', 'server', (node) => {
          const asker = new Asker(node, [[50, 'outdate a']], [])
          asker.flights.beside('a', function* (aboard) {
            seen.push(aboard.isOutdated)
            yield* node.sleep(100)
            seen.push(aboard.isOutdated)
            return 1
          })
          return asker
        }),
      ),
    )
    expect(seen).toEqual([false, true])
  })

  it('runs one beside, unless there is one', () => {
    const begun: boolean[] = []
    traceOf(
      runOf((world) =>
        world.node('n', 'server', (node) => {
          const asker = new Asker(node, [], [])
          for (const key of ['a', 'a', 'b']) begun.push(asker.flights.beside(key, () => asker.fly()))
          return asker
        }),
      ),
    )
    expect(begun).toEqual([true, false, true])
  })
})
