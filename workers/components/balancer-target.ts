import type { Target } from '../algorithms/balance/policy'
import { slowStartShare } from '../algorithms/balance/slow-start'
import type { Micros } from '../kernel/time'
import type { Gauge, Node } from '../network/node'

/** A server as its balancer sees it: what is open there, and all that speaks for or against sending more. */
export class BalancerTarget implements Target {
  weight: number
  open = 0
  /** What the policy is told: whether it may be chosen now. */
  healthy = true
  /** What the health probes say. */
  isWell = true
  isEjected = false
  isDraining = false
  private startedAt: Micros | null = null
  private readonly openGauge: Gauge
  private readonly healthyGauge: Gauge
  private readonly weightGauge: Gauge

  constructor(
    private readonly node: Node,
    readonly name: string,
    private readonly fullWeight: number,
  ) {
    this.weight = fullWeight
    this.weightGauge = node.gauge(`weight:${name}`)
    this.openGauge = node.gauge(`open:${name}`)
    this.healthyGauge = node.gauge(`healthy:${name}`)
    this.weightGauge.set(fullWeight)
    this.openGauge.set(0)
    this.healthyGauge.set(1)
  }

  /** Whether anything speaks against it: a probe, its own failures. Who drains it is another question. */
  get isAble(): boolean {
    return this.isWell && !this.isEjected
  }

  count(difference: 1 | -1): void {
    this.open += difference
    this.openGauge.set(this.open)
  }

  /** Shows what has changed; gauges that no fault and no hand has touched stay unwritten. */
  show(): void {
    this.healthyGauge.set(this.isWell ? 1 : 0)
    this.showFlag('ejected', this.isEjected)
    this.showFlag('draining', this.isDraining)
  }

  /** From now on its weight grows from a tenth to all of it. */
  startSlowly(): void {
    this.startedAt = this.node.now
  }

  /** Brings the weight of a target that starts slowly up to date. */
  grow(window: Micros): void {
    if (this.startedAt === null) return
    const share = slowStartShare(this.node.now - this.startedAt, window)
    this.weight = this.fullWeight * share
    this.weightGauge.set(this.weight)
    if (share === 1) this.startedAt = null
  }

  private showFlag(key: string, isSet: boolean): void {
    const gauge = this.node.gauge(`${key}:${this.name}`)
    if (isSet || !Number.isNaN(gauge.value)) gauge.set(isSet ? 1 : 0)
  }
}
