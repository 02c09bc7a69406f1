import type { Kernel } from '../kernel/kernel'
import type { HopKind } from '../protocol'
import type { Recorder } from '../trace/recorder'
import type { Flight } from './exchange'
import type { Link } from './link'
import type { Node } from './node'
import { RequestLedger } from './request-ledger'

/** Nodes and directed links. Messages travel only where there is a link. */
export class Network {
  readonly nodes: Node[] = []
  readonly links: Link[] = []
  readonly ledger = new RequestLedger()
  private readonly byName = new Map<string, Node>()
  /** By the node it leaves and the node it leads to. */
  private readonly between: Link[][] = []

  constructor(
    readonly kernel: Kernel,
    readonly recorder: Recorder,
    readonly maxHops: number,
  ) {}

  addLink(link: Link): void {
    this.links.push(link)
    const leaving = this.between[link.from] ?? []
    leaving[link.to] = link
    this.between[link.from] = leaving
  }

  link(from: Node, to: Node): Link {
    const link = this.between[from.index]?.[to.index]
    if (link === undefined) throw new Error(`there is no link from ${from.name} to ${to.name}`)
    return link
  }

  addNode(node: Node): void {
    this.nodes.push(node)
    this.byName.set(node.name, node)
  }

  node(name: string): Node | undefined {
    return this.byName.get(name)
  }

  /** Puts a message on its link. @returns the number of its hop. */
  transmit(
    flight: Flight,
    from: Node,
    to: Node,
    kind: HopKind,
    label: string,
    bytes: number,
    request: number,
    cause: number,
  ): number {
    const { kernel, recorder } = this
    const link = this.link(from, to)
    const passage = link.pass(kernel.now, bytes)
    const hop = recorder.hop(link.index, kind, kernel.now + passage.micros, request, cause, label, bytes)
    flight.depart(link, hop, !passage.arrives)
    kernel.schedule(passage.micros, flight)
    if (recorder.hopsSent >= this.maxHops)
      kernel.end({ reason: 'hops', sentence: `The run stops at its bound of ${this.maxHops} hops.` })
    return hop
  }
}

/** Bound on the nodes of one world. */
export const MAX_NODES = 256
