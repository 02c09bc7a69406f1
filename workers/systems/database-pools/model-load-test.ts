import { closedThroughput } from '../../algorithms/scaling/closed-network'
import { slowdownOf } from '../../algorithms/scaling/scalability'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Node } from '../../network/node'
import type { Values } from '../../scenario/parameters'
import type { CurvePoint, TheoryCurve } from '../glyphs'

/** After a change of the pool the first of this is not measured, and points are shown so often. */
export const SETTLED_MICROS = 1_000_000
const SHOWN_MICROS = 250_000
/** Stages that are remembered. */
const MOST = 12

/**
 * What a load tester writes down: how many requests were answered a second, and in what mean time, for each size of the
 * pool. Reading: facts `points` (CurvePoint[], the present size last) and `theory` (TheoryCurve[]).
 */
export class LoadTest {
  private done: readonly CurvePoint[] = []
  private since: Micros
  private served = 0
  private micros = 0

  constructor(
    private readonly node: Node,
    private connections: number,
    theory: readonly TheoryCurve[],
  ) {
    this.since = node.now
    node.fact('points').set([])
    node.fact('theory').set([...theory])
  }

  *run(): Process {
    for (;;) {
      yield* this.node.sleep(SHOWN_MICROS)
      this.node.fact('points').set(this.points())
    }
  }

  /** A request was answered that began then. */
  answered(began: Micros): void {
    const { now } = this.node
    if (now - this.since < SETTLED_MICROS) return
    this.served++
    this.micros += now - began
  }

  resized(connections: number): void {
    this.done = this.points().slice(1 - MOST)
    this.connections = connections
    this.since = this.node.now
    this.served = 0
    this.micros = 0
  }

  private points(): CurvePoint[] {
    const { served, micros, connections } = this
    const span = this.node.now - this.since - SETTLED_MICROS
    if (served === 0 || span <= 0) return [...this.done]
    const perSecond = Math.round((10_000_000 * served) / span) / 10
    return [...this.done, { busy: 0, micros: Math.round(micros / served), perSecond, workers: connections }]
  }
}

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 100]

/** Throughput against connections by theory: with what statements cost one another, and if they cost nothing. */
export function sweepTheory(values: Values): TheoryCurve[] {
  const cores = values.number('cores')
  const curve = (name: string, hindrance: number): TheoryCurve => ({
    name,
    x: SIZES,
    y: SIZES.map((size) => Math.round(10 * sweepThroughput(size, values, hindrance)) / 10),
  })
  const own = curve('closed network', values.number('hindrance'))
  return [{ ...own, peak: 2 * cores, peakText: '2 × cores' }, curve('no hindrance', 0)]
}

/**
 * Requests a second by theory when users never pause: whoever has a connection is at the cores, or away with the answer
 * and on the wire.
 */
export function sweepThroughput(connections: number, values: Values, hindrance = values.number('hindrance')): number {
  const [cores, work, latency] = [values.number('cores'), values.number('work'), values.number('latency')]
  const users = values.number('users')
  const law = { sigma: 0, kappa: kappaOf(hindrance) }
  const rateAt = (present: number): number => present / (work * Math.max(1, present / cores) * slowdownOf(present, law))
  // A pool for everybody has nobody waiting, and then the way between users and application counts too.
  const away = values.number('hold') + 2 * latency + (connections >= users ? 2 * latency : 0)
  return 1_000_000 * closedThroughput(Math.min(connections, users), away, rateAt)
}

/** κ with which fifty statements at once each take so many percent longer, beyond sharing the cores. */
export function kappaOf(percent: number): number {
  return percent / 100 / (50 * 49)
}
