import { Modulo } from '../../algorithms/hashing/modulo'
import { Rendezvous } from '../../algorithms/hashing/rendezvous'
import { fallsBack } from '../../components/caching-proxy-marks'
import { HealthProber } from '../../components/health-prober'
import { passOn } from '../../components/pass-on'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'

/** By what the door of an edge chooses a machine. */
export type Spread = 'hash' | 'bounded' | 'modulo' | 'turn'

export interface PopOptions {
  readonly machines: readonly string[]
  readonly spread: Spread
  readonly timeoutMicros: Micros
  /** Two probes of a machine, at this interval, take it out or bring it back. */
  readonly probeMicros: Micros
}

const LOOKS = 2
/** With bounded loads a machine has at most so many times the mean of open requests (Mirrokni et al., SODA 2018). */
const BOUND = 1.25

interface Choice {
  readonly machine: string
  /** Says why at the door. */
  tell(label: string): void
}

/**
 * The door of an edge with several machines. By hash each address has one machine, the one that scores highest for it
 * among those that are up; what a lost machine had is spread over the others, and nothing else moves. By the remainder
 * of a hash nearly everything moves. By turns every machine comes to hold a copy of everything.
 *
 * Reading: `machines` that are up, `elsewhere`: requests that were not sent to the machine of their address.
 */
export class PopDoor implements Component {
  private readonly scores: Rendezvous
  private readonly up: Set<string>
  private readonly open = new Map<string, number>()
  private readonly upGauge: Gauge
  private readonly elsewhere: Gauge
  private turns = 0

  constructor(
    private readonly node: Node,
    private readonly options: PopOptions,
  ) {
    this.scores = new Rendezvous(options.machines)
    this.up = new Set(options.machines)
    this.upGauge = node.gauge('machines')
    this.elsewhere = node.gauge('elsewhere')
    this.upGauge.set(this.up.size)
    this.elsewhere.set(0)
  }

  *start(): Process {
    const { machines, timeoutMicros, probeMicros } = this.options
    const prober = new HealthProber(this.node, {
      intervalMicros: probeMicros,
      timeoutMicros,
      rise: LOOKS,
      fall: LOOKS,
    })
    for (const machine of machines)
      this.node.spawnFresh(
        `probe ${machine}`,
        prober.watch(machine, (isWell) => this.heard(machine, isWell)),
      )
  }

  private heard(machine: string, isWell: boolean): void {
    if (isWell) this.up.add(machine)
    else this.up.delete(machine)
    this.upGauge.set(this.up.size)
  }

  *handle(request: Request): Process<Response> {
    const { node, open } = this
    const { label } = request
    const target = label.slice(label.indexOf(' ') + 1)
    const left = this.options.machines.filter((machine) => this.up.has(machine))
    for (;;) {
      const choice = this.choose(target, left)
      if (choice === null) {
        node.mark(marks.noMachine, { label })
        return { status: 503, failure: { cause: 'no machine', by: node.name } }
      }
      const { machine } = choice
      choice.tell(label)
      open.set(machine, this.openAt(machine) + 1)
      const reply = yield* node.request(machine, request, { timeoutMicros: this.options.timeoutMicros })
      open.set(machine, this.openAt(machine) - 1)
      if (reply.kind === 'answered') return passOn(reply)
      left.splice(left.indexOf(machine), 1)
      const next = this.choose(target, left)
      if (next === null) return passOn(reply)
      this.elsewhere.add(1)
      node.mark(fallsBack, { label, from: machine, to: next.machine, cause: reply.failure.cause })
    }
  }

  private openAt(machine: string): number {
    return this.open.get(machine) ?? 0
  }

  private choose(target: string, left: readonly string[]): Choice | null {
    switch (this.options.spread) {
      case 'hash':
        return this.byScore(target, left)
      case 'bounded':
        return this.byScoreWithin(target, left)
      case 'modulo':
        return this.byRemainder(target, left)
      default:
        return this.byTurn(left)
    }
  }

  private byScore(target: string, left: readonly string[]): Choice | null {
    const [machine] = this.ranked(target, left)
    if (machine === undefined) return null
    const tell = (label: string) => this.node.mark(marks.sentByScore, { label, machine, of: left.length })
    return { machine, tell }
  }

  private byScoreWithin(target: string, left: readonly string[]): Choice | null {
    const ranked = this.ranked(target, left)
    const total = left.reduce((sum, machine) => sum + this.openAt(machine), 0)
    const most = Math.ceil((BOUND * (total + 1)) / Math.max(1, left.length))
    const [owner] = ranked
    const machine = ranked.find((one) => this.openAt(one) < most)
    if (machine === undefined || owner === undefined || machine === owner) return this.byScore(target, left)
    const told = { machine, owner, open: this.openAt(owner), most }
    return {
      machine,
      tell: (label) => {
        this.elsewhere.add(1)
        this.node.mark(marks.sentPast, { label, ...told })
      },
    }
  }

  /** Machines by their score for an address, the highest first. */
  private ranked(target: string, left: readonly string[]): string[] {
    const scores = this.scores.explain(target)?.scores ?? []
    return [...scores].sort((a, b) => b.score - a.score).flatMap(({ node }) => (left.includes(node) ? [node] : []))
  }

  private byRemainder(target: string, left: readonly string[]): Choice | null {
    const steps = new Modulo(left).explain(target)
    if (steps === null || left.length === 0) return null
    const { node: machine, index, nodeCount: of } = steps
    return { machine, tell: (label) => this.node.mark(marks.sentByRemainder, { label, machine, index, of }) }
  }

  private byTurn(left: readonly string[]): Choice | null {
    const machine = left[this.turns % Math.max(1, left.length)]
    if (machine === undefined) return null
    const tell = (label: string) => {
      this.turns++
      this.node.mark(marks.sentByTurn, { label, machine, of: left.length })
    }
    return { machine, tell }
  }
}
