import type { GuideCluster } from '../../algorithms/replication/guide-cluster'
import type { Session } from '../../algorithms/replication/session'
import type { RandomStream } from '../../kernel/random'
import type { Configuration, Redirect } from './model-messages'

export type Target =
  | { readonly kind: 'to'; readonly node: string; readonly epoch: number; readonly isIll?: boolean }
  | { readonly kind: 'thrown'; readonly cause: string }

/** What an application knows of the nodes, and whom it asks. */
export interface Router {
  /** The node that it takes for the primary. */
  readonly primary: string
  write(): Target
  /** @param isSticky the session stays with its replica */
  read(session: Session, isSticky: boolean): Target
  /** A node says that another one is to be asked. */
  redirected(by: string, to: Redirect): void
  unanswered(by: string): void
  configure(configuration: Configuration): void
}

/** The object of the guide: its own view, which nobody tells anything. */
export class GuideRouter implements Router {
  constructor(
    readonly cluster: GuideCluster,
    private readonly lots: RandomStream,
  ) {}

  get primary(): string {
    return this.cluster.primary.id
  }
  write(): Target {
    const route = this.cluster.write()
    return route.kind === 'thrown' ? { kind: 'thrown', cause: route.error } : { kind: 'to', node: route.id, epoch: 1 }
  }
  read(): Target {
    const route = this.cluster.read((below) => this.lots.integer(below))
    if (route.kind === 'thrown') return { kind: 'thrown', cause: route.error }
    const isIll = route.why === 'no replica is fit' && !this.cluster.primary.isHealthy
    return { kind: 'to', node: route.id, epoch: 1, isIll }
  }
  redirected(): void {}
  unanswered(): void {}
  configure(): void {}
}

/** Hears from the monitor who is primary of which epoch, and from nodes that know better. */
export class MonitoredRouter implements Router {
  private epoch = 1

  constructor(
    public primary: string,
    private replicas: readonly string[],
    private readonly lots: RandomStream,
  ) {}

  write(): Target {
    return { kind: 'to', node: this.primary, epoch: this.epoch }
  }
  read(session: Session, isSticky: boolean): Target {
    const lot = this.lots.integer(Math.max(1, this.replicas.length))
    if (isSticky && session.replica !== null && this.replicas.includes(session.replica))
      return { kind: 'to', node: session.replica, epoch: this.epoch }
    const node = this.replicas[lot] ?? this.primary
    if (isSticky) session.replica = node
    return { kind: 'to', node, epoch: this.epoch }
  }
  redirected(_: string, { primary, epoch }: Redirect): void {
    if (epoch <= this.epoch || primary === null) return
    this.epoch = epoch
    this.primary = primary
  }
  unanswered(): void {}
  configure({ epoch, primary, replicas }: Configuration): void {
    if (epoch < this.epoch) return
    this.epoch = epoch
    this.primary = primary
    this.replicas = replicas
  }
}

/** Asks any node of a Raft group until one leads or names the leader. */
export class RaftRouter implements Router {
  primary: string
  private term = 0

  constructor(
    private readonly nodes: readonly string[],
    private readonly lots: RandomStream,
  ) {
    this.primary = nodes[0] ?? ''
  }

  write(): Target {
    return { kind: 'to', node: this.primary, epoch: 0 }
  }
  read(session: Session, isSticky: boolean): Target {
    const lot = this.lots.integer(this.nodes.length)
    const node = (isSticky ? session.replica : null) ?? this.nodes[lot] ?? this.primary
    if (isSticky) session.replica = node
    return { kind: 'to', node, epoch: 0 }
  }
  redirected(by: string, { primary, epoch }: Redirect): void {
    if (primary === null || epoch < this.term) return this.unanswered(by)
    this.term = epoch
    this.primary = primary
  }
  /** The next in turn. */
  unanswered(by: string): void {
    if (by === this.primary) this.primary = this.nodes[(this.nodes.indexOf(by) + 1) % this.nodes.length] ?? by
  }
  configure(): void {}
}
