import { type ReplicaReason, type ReplicaRule, recommend, Stabilizer } from '../algorithms/scaling/replica-count'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Node } from '../network/node'
import type { ScalingRow } from '../systems/glyphs'
import * as marks from './autoscaler-marks'
import type { FleetSample } from './fleet-monitor'
import { SHUTDOWN_TARGET } from './machine'
import type { MachinePark } from './machine-park'
import { DRAIN_TARGET } from './server-pool'

export interface AutoscalerOptions {
  readonly park: MachinePark
  readonly pool: string
  readonly rule: ReplicaRule
  /** Machines go only down to the most that was wanted within this time. */
  readonly stabiliseMicros: Micros
  /** After a change nothing is changed for this long. */
  readonly cooldownMicros: Micros
  /** Decisions that the fact `history` holds; it changes once a period, so keep it small. */
  readonly historyRows: number
}

/**
 * Rents and returns machines by their mean utilisation: target tracking as the Kubernetes HorizontalPodAutoscaler does it,
 * with a stabilisation window on the way down and a cooldown. Reading: `wanted`, fact `history` (ScalingRow[]).
 */
export class Autoscaler {
  private readonly stabilizer: Stabilizer
  private changedAt: Micros = Number.NEGATIVE_INFINITY
  private history: readonly ScalingRow[] = []

  constructor(
    private readonly node: Node,
    private readonly options: AutoscalerOptions,
  ) {
    this.stabilizer = new Stabilizer(options.stabiliseMicros)
    node.gauge('wanted').set(options.park.kept.length)
  }

  follow(sample: FleetSample): void {
    const { node, options } = this
    const { park, rule } = options
    const current = park.kept.length
    // What was not ready for the whole period is not measured: it counts as one that boots.
    const booting = Math.max(0, current - sample.utilisations.length)
    const { wanted, reason, utilisation } = recommend({ ready: sample.utilisations, booting }, rule)
    const settled = this.stabilizer.settle(node.now, current, wanted)
    node.gauge('wanted').set(wanted)
    this.show([Math.round(100 * utilisation), current - booting, booting, wanted])
    const facts = { utilisation, target: rule.target, current, booting, wanted }
    if (settled === current) return this.tellKept(reason, facts)
    if (node.now - this.changedAt < options.cooldownMicros)
      return node.mark(marks.coolsDown, { ...facts, time: options.cooldownMicros })
    this.changedAt = node.now
    if (settled > current) {
      const names = park.launch(settled - current)
      return node.mark(marks.scalesUp, { ...facts, settled, machines: names })
    }
    const leaving = park.kept.slice(settled).map(({ name }) => name)
    node.mark(marks.scalesDown, { ...facts, settled, machines: leaving })
    for (const name of leaving) node.spawnFresh(`return ${name}`, this.giveBack(name))
  }

  private tellKept(reason: ReplicaReason, facts: marks.ScalingFacts): void {
    const { node, options } = this
    if (reason === 'booting will do') node.mark(marks.waitsForBoot, facts)
    else if (facts.wanted < facts.current) node.mark(marks.stabilises, { ...facts, time: options.stabiliseMicros })
    else if (reason === 'no metrics') node.mark(marks.sawNothing, facts)
    else if (facts.wanted === options.rule.max && reason === 'above target') node.mark(marks.atMost, facts)
    else node.mark(marks.keeps, facts)
  }

  /** First it gets nothing more, then it is told to go when it is done. */
  private *giveBack(name: string): Process {
    const { node, options } = this
    const timeoutMicros = 1_000_000
    yield* node.request(options.pool, { label: DRAIN_TARGET, key: name }, { timeoutMicros })
    yield* node.request(name, { label: SHUTDOWN_TARGET }, { timeoutMicros })
  }

  private show(row: ScalingRow): void {
    this.history = [...this.history, row].slice(-this.options.historyRows)
    this.node.fact('history').set(this.history.map((one) => [...one]))
  }
}
