import type { Kernel } from '../kernel/kernel'
import type { Fate, HopKind } from '../protocol'
import type { Recorder } from '../trace/recorder'
import { Flight } from './exchange'
import type { Link } from './link'
import type { Node } from './node'
import { RequestLedger } from './request-ledger'

/** A message about to leave. */
export interface Outgoing {
  readonly from: Node
  readonly to: Node
  readonly kind: HopKind
  readonly label: string
  readonly bytes: number
  readonly request: number
  readonly cause: number
  /** What the message does when it arrives, and what has become of it then. */
  readonly arrived: (hop: number) => Fate
}

/** Nodes and directed links. Messages travel only where there is a link. */
export class Network {
  readonly nodes: Node[] = []
  readonly links: Link[] = []
  readonly ledger = new RequestLedger()
  /** `from * nodes + to` → link. */
  private readonly between = new Map<number, Link>()

  constructor(
    readonly kernel: Kernel,
    readonly recorder: Recorder,
    readonly maxHops: number,
  ) {}

  addLink(link: Link): void {
    this.links.push(link)
    this.between.set(link.from * MAX_NODES + link.to, link)
  }

  link(from: Node, to: Node): Link {
    const link = this.between.get(from.index * MAX_NODES + to.index)
    if (link === undefined) throw new Error(`there is no link from ${from.name} to ${to.name}`)
    return link
  }

  node(name: string): Node | undefined {
    return this.nodes.find((node) => node.name === name)
  }

  /** Puts a message on its link. @returns the number of its hop. */
  transmit(message: Outgoing): number {
    const { kernel, recorder } = this
    const link = this.link(message.from, message.to)
    link.sent++
    link.flying++
    const passage = link.pass(kernel.now, message.bytes)
    const due = kernel.now + passage.micros
    const hop = recorder.hop(link.index, message.kind, due, message.request, message.cause, message.label)
    kernel.schedule(passage.micros, new Flight(this, link, hop, passage.arrives ? message.arrived : null))
    if (recorder.hopsSent >= this.maxHops)
      kernel.end({ reason: 'hops', sentence: `The run stops at its bound of ${this.maxHops} hops.` })
    return hop
  }
}

/** Bound on the nodes of one world. */
export const MAX_NODES = 256
