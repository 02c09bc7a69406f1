import { OutlierEjection, type OutlierOptions } from '../algorithms/balance/outlier-ejection'
import type { Lots, Policy } from '../algorithms/balance/policy'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { failureOf, type Reply, type Request, type Response } from '../network/message'
import type { Node } from '../network/node'
import { BalancerTarget } from './balancer-target'
import { type HealthOptions, HealthProber } from './health-prober'
import * as marks from './load-balancer-marks'
import { passOn } from './pass-on'

export interface LoadBalancerOptions {
  /** What the policy is called on the page. */
  readonly policyName: string
  makePolicy(): Policy
  readonly targets: readonly { readonly name: string; readonly weight: number }[]
  /** Give up on a server after this time; null waits for ever. */
  readonly timeoutMicros: Micros | null
  readonly health: HealthOptions
  /** Ejects targets by what real requests get; none unless given. */
  readonly outliers?: OutlierOptions & { readonly sweepMicros: Micros }
  /** With less than this share of the targets to choose from, in percent, health is ignored; 0 never ignores it. */
  readonly panicPercent?: number
  /** A target that comes back grows to its weight in this time; 0 gives it all at once. */
  readonly slowStartMicros?: Micros
  /** Names of targets that get nothing new. It is the operator's list, so it outlives a crash. */
  readonly drained?: ReadonlySet<string>
}

/** Sends every request to one of its targets and passes the answer on. Its tables are memory: a crash empties them. */
export class LoadBalancer implements Component {
  private readonly targets: readonly BalancerTarget[]
  private readonly policy: Policy
  private readonly lots: Lots
  private readonly outliers: OutlierEjection | null
  private isPanicking = false

  constructor(
    private readonly node: Node,
    private readonly options: LoadBalancerOptions,
  ) {
    const { targets, outliers, drained } = options
    this.policy = options.makePolicy()
    this.lots = node.random('choice')
    this.targets = targets.map(({ name, weight }) => new BalancerTarget(node, name, weight))
    this.outliers = outliers === undefined ? null : new OutlierEjection(targets.length, outliers)
    for (const target of this.targets) target.isDraining = drained?.has(target.name) ?? false
    node.fact('policy').set(options.policyName)
    this.review()
  }

  *start(): Process {
    const prober = new HealthProber(this.node, this.options.health)
    for (const target of this.targets)
      this.node.spawnFresh(
        `probe ${target.name}`,
        prober.watch(target.name, (healthy) => {
          target.isWell = healthy
          if (healthy) this.startSlowly(target)
          this.review()
        }),
      )
    if (this.options.outliers !== undefined)
      this.node.spawnFresh('bring ejected servers back', this.sweep(this.options.outliers.sweepMicros))
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    const { slowStartMicros = 0 } = this.options
    if (slowStartMicros > 0) for (const target of this.targets) target.grow(slowStartMicros)
    const choice = this.policy.choose(this.targets, this.lots, request.key)
    if (choice === null) {
      node.mark(marks.noTarget, { label: request.label, count: this.targets.length })
      return { status: 503, failure: { cause: 'no healthy server', by: node.name } }
    }
    const target = this.targets[choice.index] as BalancerTarget
    marks.markChoice(node, target.name, choice.reason)
    target.count(1)
    const { timeoutMicros } = this.options
    const reply = yield* node.request(target.name, request, timeoutMicros === null ? {} : { timeoutMicros })
    target.count(-1)
    this.learn(target, choice.index, reply)
    return passOn(reply)
  }

  /** The operator takes a target out without harm, or puts it back. */
  drain(name: string): void {
    const target = this.targets.find((target) => target.name === name)
    if (target === undefined || target.isDraining) return
    target.isDraining = true
    this.node.mark(marks.drains, { server: name, open: target.open })
    if (target.open === 0) this.node.mark(marks.drained, { server: name })
    this.review()
  }

  putBack(name: string): void {
    const target = this.targets.find((target) => target.name === name)
    if (!target?.isDraining) return
    target.isDraining = false
    this.startSlowly(target)
    this.review()
  }

  private learn(target: BalancerTarget, index: number, reply: Reply): void {
    const { node } = this
    if (target.isDraining && target.open === 0) node.mark(marks.drained, { server: target.name })
    const failed = reply.kind === 'failed' || reply.response.status >= 500
    const outcome = this.outliers?.ended(index, failed, node.now)
    if (outcome === undefined || outcome.kind === 'none') return
    const { failures } = outcome
    if (outcome.kind === 'spared') {
      const most = (this.options.outliers?.mostPercent ?? 0) / 100
      return node.mark(marks.spared, { server: target.name, failures, count: outcome.ejected, most })
    }
    target.isEjected = true
    const { cause } = failureOf(reply)
    node.mark(marks.ejected, { server: target.name, failures, cause, time: outcome.forMicros })
    this.review()
  }

  private *sweep(everyMicros: Micros): Process {
    for (;;) {
      yield* this.node.sleep(everyMicros)
      for (const index of this.outliers?.sweep(this.node.now) ?? []) {
        const target = this.targets[index] as BalancerTarget
        target.isEjected = false
        this.node.mark(marks.returned, { server: target.name })
        this.startSlowly(target)
      }
      this.review()
    }
  }

  private startSlowly(target: BalancerTarget): void {
    const time = this.options.slowStartMicros ?? 0
    if (time === 0) return
    target.startSlowly()
    this.node.mark(marks.startsSlowly, { server: target.name, time })
  }

  /** Decides anew who may be chosen, and whether too few are left to believe it. */
  private review(): void {
    const { node, targets } = this
    const inService = targets.filter(({ isDraining }) => !isDraining)
    const able = inService.filter(({ isAble }) => isAble).length
    const least = (this.options.panicPercent ?? 0) / 100
    const isPanicking = able < least * inService.length
    if (isPanicking !== this.isPanicking) {
      this.isPanicking = isPanicking
      if (isPanicking) node.mark(marks.panics, { able, all: inService.length, least })
      else node.mark(marks.calmsDown, { able, all: inService.length })
    }
    const panic = node.gauge('panic')
    if (isPanicking || panic.value === 1) panic.set(isPanicking ? 1 : 0)
    for (const target of targets) {
      target.healthy = !target.isDraining && (isPanicking || target.isAble)
      target.show()
    }
  }
}
