import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { refusedFull } from './server'

/** How a service fails beyond being slow or down. */
export type Mood = 'well' | 'fails' | 'fails some' | 'fails 4 of 5' | 'not found' | 'flaps'

/** The present mood. It is part of the machine, so it outlives a restart. */
export interface MoodHolder {
  mood: Mood
}

/** Reading of a node: fact `mood`, empty while it is well. */
export function showMood(node: Node, mood: Mood): void {
  node.fact('mood').set(mood === 'well' ? '' : mood)
}

export interface UnreliableServerOptions {
  readonly workers: number
  readonly queueCapacity: number
  /** Work of a request that brings none of its own. */
  readonly workMicros: Micros
  /** How many of 100 requests `fails some` fails, drawn for each. */
  readonly failPercent: number
  /** `flaps`: it is well for this time, then fails for as long. */
  readonly flapMicros: Micros
  /** So many of 100 requests take `hiccupMicros` longer, whatever the mood. */
  readonly hiccupPercent: number
  readonly hiccupMicros: Micros
}

/** A service that fails answers after this time, without a worker. */
export const FAIL_AFTER_MICROS = 1_000

/**
 * Workers with a queue in front, like a server, which fails in the ways that make callers think: at once, by chance, in a
 * fixed pattern, by turns, or with an answer that blames the caller. What fails by chance or pattern fails after its
 * work, so that answers keep the order of the requests.
 */
export class UnreliableServer implements Component {
  private readonly station: Station
  private readonly served: Gauge
  private readonly failed: Gauge
  private readonly lots: RandomStream
  private requests = 0

  constructor(
    private readonly node: Node,
    private readonly options: UnreliableServerOptions,
    private readonly holder: MoodHolder,
  ) {
    this.station = node.station(options)
    this.served = node.gauge('served')
    this.failed = node.gauge('failed')
    this.lots = node.random('failures')
    this.served.set(0)
    this.failed.set(0)
    showMood(node, holder.mood)
  }

  *handle(request: Request): Process<Response> {
    const { node, options } = this
    // Both lots are drawn for every request, so that a mood moves no later draw.
    const isUnlucky = this.lots.integer(100) < options.failPercent
    const hiccup = this.lots.integer(100) < options.hiccupPercent ? options.hiccupMicros : 0
    const { mood } = this.holder
    const number = this.requests++
    if (mood === 'fails' || (mood === 'flaps' && Math.floor(node.now / options.flapMicros) % 2 === 1)) {
      yield* node.sleep(FAIL_AFTER_MICROS)
      return this.fail(500, 'service fails')
    }
    const verdict = yield* this.station.serve((request.workMicros ?? options.workMicros) + hiccup)
    if (verdict.kind === 'rejected') {
      const { queueCapacity } = options
      node.mark(refusedFull, {
        node: node.name,
        label: request.label,
        capacity: queueCapacity,
        policy: 'reject-newest',
      })
      return this.fail(503, verdict.reason)
    }
    if (mood === 'not found') return this.fail(404, 'not found')
    if ((mood === 'fails some' && isUnlucky) || (mood === 'fails 4 of 5' && number % 5 !== 4))
      return this.fail(500, 'service fails')
    this.served.add(1)
    return { status: 200 }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private fail(status: number, cause: string): Response {
    this.failed.add(1)
    return { status, failure: { cause, by: this.node.name } }
  }
}
