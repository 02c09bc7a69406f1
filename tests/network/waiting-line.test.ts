import { describe, expect, it } from 'vitest'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Node } from '../../workers/network/node'
import { WaitingLine } from '../../workers/network/waiting-line'
import { gaugePeak } from '../../workers/trace/marks'
import { runOf, traceOf } from './hand-built'

interface Plan {
  /** Who joins, when, and how long each waits. */
  readonly joins: readonly (readonly [at: number, label: string, patience: number])[]
  /** Moments at which one turn is given. */
  readonly gives: readonly number[]
}

class Ticketed implements Component {
  private readonly line: WaitingLine<number>

  constructor(
    private readonly node: Node,
    private readonly plan: Plan,
    private readonly told: string[],
  ) {
    this.line = new WaitingLine(node, 'a turn', node.gauge('waiting'))
  }

  *start(): Process {
    for (const [at, label, patience] of this.plan.joins) this.node.spawnFresh(label, this.join(at, label, patience))
    for (const at of this.plan.gives) this.node.spawnFresh('give', this.give(at))
  }

  private *join(at: number, label: string, patience: number): Process {
    yield* this.node.sleep(at)
    const turn = yield* this.line.wait(label, patience)
    this.told.push(`${this.node.now} ${label} ${turn ?? 'gives up'}`)
  }

  private *give(at: number): Process {
    yield* this.node.sleep(at)
    if (!this.line.give(at)) this.told.push(`${at} nobody`)
  }
}

function play(plan: Plan) {
  const told: string[] = []
  const run = runOf((world) => world.node('desk', 'desk', (node) => new Ticketed(node, plan, told)))
  return { trace: traceOf(run), told }
}

describe('a line', () => {
  it('serves who came first', () => {
    const joins = [
      [1, 'a', Infinity],
      [2, 'b', Infinity],
      [3, 'c', Infinity],
    ] as const
    const { told, trace } = play({ joins, gives: [10, 20, 30, 40] })
    expect(told).toEqual(['10 a 10', '20 b 20', '30 c 30', '40 nobody'])
    expect(gaugePeak(trace, 'desk', 'waiting')).toBe(3)
  })

  it('forgets who has waited long enough, and serves the next', () => {
    const joins = [
      [1, 'a', 5],
      [2, 'b', Infinity],
    ] as const
    expect(play({ joins, gives: [10] }).told).toEqual(['6 a gives up', '10 b 10'])
  })
})
