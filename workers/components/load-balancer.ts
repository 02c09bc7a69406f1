import type { Lots, Policy } from '../algorithms/balance/policy'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { type HealthOptions, HealthProber } from './health-prober'
import { markChoice, noTarget } from './load-balancer-marks'
import { passOn } from './pass-on'

export interface LoadBalancerOptions {
  /** What the policy is called on the page. */
  readonly policyName: string
  makePolicy(): Policy
  readonly targets: readonly { readonly name: string; readonly weight: number }[]
  /** Give up on a server after this time; null waits for ever. */
  readonly timeoutMicros: Micros | null
  readonly health: HealthOptions
}

interface Row {
  readonly name: string
  readonly weight: number
  open: number
  healthy: boolean
  readonly openGauge: Gauge
  readonly healthyGauge: Gauge
}

/** Sends every request to one of its targets and passes the answer on. Its tables are memory: a crash empties them. */
export class LoadBalancer implements Component {
  private readonly rows: Row[]
  private readonly policy: Policy
  private readonly lots: Lots

  constructor(
    private readonly node: Node,
    private readonly options: LoadBalancerOptions,
  ) {
    this.policy = options.makePolicy()
    this.lots = node.random('choice')
    this.rows = options.targets.map(({ name, weight }) => this.newRow(name, weight))
    node.fact('policy').set(options.policyName)
  }

  *start(): Process {
    const prober = new HealthProber(this.node, this.options.health)
    for (const row of this.rows)
      this.node.spawnFresh(
        `probe ${row.name}`,
        prober.watch(row.name, (healthy) => {
          row.healthy = healthy
          row.healthyGauge.set(healthy ? 1 : 0)
        }),
      )
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    const choice = this.policy.choose(this.rows, this.lots)
    if (choice === null) {
      node.mark(noTarget, { label: request.label, count: this.rows.length })
      return { status: 503, failure: { cause: 'no healthy server', by: node.name } }
    }
    const row = this.rows[choice.index] as Row
    markChoice(node, row.name, choice.reason)
    row.openGauge.set(++row.open)
    const { timeoutMicros } = this.options
    const reply = yield* node.request(row.name, request, timeoutMicros === null ? {} : { timeoutMicros })
    row.openGauge.set(--row.open)
    return passOn(reply)
  }

  private newRow(name: string, weight: number): Row {
    const openGauge = this.node.gauge(`open:${name}`)
    const healthyGauge = this.node.gauge(`healthy:${name}`)
    this.node.gauge(`weight:${name}`).set(weight)
    openGauge.set(0)
    healthyGauge.set(1)
    return { name, weight, open: 0, healthy: true, openGauge, healthyGauge }
  }
}
