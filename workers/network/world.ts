import { Kernel } from '../kernel/kernel'
import { RandomStream } from '../kernel/random'
import { Timer } from '../kernel/waits'
import type { Topology } from '../protocol'
import type { Intervention, LinkEnds, ParameterValue, Scenario } from '../scenario/scenario'
import { Recorder } from '../trace/recorder'
import type { Check } from './check'
import type { ComponentFactory } from './component'
import { Link, type LinkOptions } from './link'
import { MAX_NODES, Network } from './network'
import { Node } from './node'
import * as marks from './node-marks'
import type { RequestLedger } from './request-ledger'

/** Agenda entries at one moment before a run is stopped, and hops of a run. */
const MAX_AT_ONE_INSTANT = 100_000
const MAX_HOPS = 5_000_000

/** What a model builds: nodes, links, what actions do, and checks. One world lives for one run. */
export class World {
  readonly recorder = new Recorder()
  readonly kernel: Kernel
  readonly network: Network
  readonly checks: Check[] = []
  get ledger(): RequestLedger {
    return this.network.ledger
  }
  private readonly actions = new Map<string, (target: Node) => void>()
  private readonly settings = new Map<string, (value: ParameterValue) => void>()

  constructor(readonly scenario: Scenario) {
    this.kernel = new Kernel({
      horizonMicros: scenario.horizonMicros,
      maxAtOneInstant: MAX_AT_ONE_INSTANT,
    })
    this.network = new Network(this.kernel, this.recorder, MAX_HOPS)
  }

  get topology(): Topology {
    return {
      nodes: this.network.nodes.map(({ name, kind }) => ({ name, kind })),
      links: this.network.links.map(({ from, to }) => ({ from, to })),
    }
  }

  // Building ---------------------------------------------------------------------------------------------------------

  /** Adds a node. `kind` names its component and decides how it is drawn. */
  node(name: string, kind: string, factory: ComponentFactory): Node {
    const { network } = this
    if (network.node(name) !== undefined) throw new Error(`two nodes are called ${name}`)
    if (network.nodes.length === MAX_NODES) throw new Error(`a world has at most ${MAX_NODES} nodes`)
    const node = new Node(network, network.nodes.length, name, kind, this.scenario.seed, factory)
    network.addNode(node)
    return node
  }

  /** Links two nodes in both directions. */
  link(a: string, b: string, options: LinkOptions): void {
    this.directedLink(a, b, options)
    this.directedLink(b, a, options)
  }

  /** What a user action of the system's meta does. */
  onAction(id: string, act: (target: Node) => void): void {
    this.actions.set(id, act)
  }

  /** What changing a live parameter during the run does. */
  onSet(key: string, change: (value: ParameterValue) => void): void {
    this.settings.set(key, change)
  }

  check(check: Check): void {
    this.checks.push(check)
  }

  /** A stream of lots for something that belongs to no node, such as the popularity of keys. */
  random(purpose: string): RandomStream {
    return RandomStream.named(this.scenario.seed, purpose)
  }

  // Running ----------------------------------------------------------------------------------------------------------

  /** Starts all nodes and puts the script on the agenda. Once, after the model has built everything. */
  boot(): void {
    this.recorder.begin(0)
    for (const node of this.network.nodes) node.boot()
    for (const intervention of this.scenario.script)
      this.kernel.schedule(intervention.at, new Timer(null, () => this.intervene(intervention)))
  }

  private directedLink(from: string, to: string, options: LinkOptions): void {
    const { network } = this
    const stream = RandomStream.named(this.scenario.seed, `link ${from} ${to}`)
    network.addLink(new Link(network.links.length, this.required(from).index, this.required(to).index, options, stream))
  }

  private required(name: string): Node {
    const node = this.network.node(name)
    if (node === undefined) throw new Error(`there is no node ${name}`)
    return node
  }

  private intervene(intervention: Intervention): void {
    switch (intervention.kind) {
      case 'crash':
        return this.onNode(intervention.node, (node) => node.crash())
      case 'restart':
        return this.onNode(intervention.node, (node) => node.restart())
      case 'pause':
        return this.onNode(intervention.node, (node) => node.pause(intervention.forMicros))
      case 'slow':
        return this.onNode(intervention.node, (node) => node.slow(intervention.factor))
      case 'set':
        return this.set(intervention.parameter, intervention.value)
      case 'act':
        return this.act(intervention.action, intervention.target)
      default:
        return this.onLink(intervention)
    }
  }

  private onNode(name: string, action: (node: Node) => void): void {
    const node = this.network.node(name)
    if (node === undefined) this.impossible(`a node called ${name}`)
    else action(node)
  }

  private onLink(intervention: Extract<Intervention, { link: LinkEnds }>): void {
    const [a, b] = intervention.link
    const links = this.linksBetween(a, b)
    const first = links[0]
    if (first === undefined) return this.impossible(`a link between ${a} and ${b}`)
    const ends = { from: a, to: b }
    const node = this.network.nodes[first.from] as Node
    switch (intervention.kind) {
      case 'cut':
        for (const link of links) link.cut = true
        return node.mark(marks.linkCut, ends)
      case 'heal':
        for (const link of links) link.heal()
        return node.mark(marks.linkHealed, ends)
      case 'delay':
        for (const link of links) link.extraMicros = intervention.extraMicros
        return node.mark(marks.linkDelayed, { ...ends, time: intervention.extraMicros })
      case 'drop':
        for (const link of links) link.dropPercent = intervention.percent
        return node.mark(marks.linkDrops, { ...ends, percent: intervention.percent })
    }
  }

  private linksBetween(a: string, b: string): Link[] {
    const one = this.network.node(a)?.index
    const other = this.network.node(b)?.index
    return this.network.links.filter(({ from, to }) => (from === one && to === other) || (from === other && to === one))
  }

  private set(parameter: string, value: ParameterValue): void {
    const change = this.settings.get(parameter)
    if (change === undefined) return this.impossible(`a live parameter ${parameter}`)
    this.network.nodes[0]?.mark(marks.parameterSet, { parameter, value: String(value) })
    change(value)
  }

  private act(action: string, target: string | null): void {
    const act = this.actions.get(action)
    const node = target === null ? undefined : this.network.node(target)
    if (act === undefined || node === undefined) this.impossible(`${action} on ${target ?? 'nothing'}`)
    else act(node)
  }

  private impossible(what: string): void {
    this.network.nodes[0]?.mark(marks.impossible, { what })
  }
}
