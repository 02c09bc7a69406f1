/** What the guide's cluster knows of a database. */
export interface GuideConnection {
  readonly id: string
  role: 'primary' | 'replica'
  isHealthy: boolean
  /** Milliseconds; 0 is the best, and also what it says before anybody has measured it. */
  lagMs: number
}

export type GuideRoute =
  | { readonly kind: 'to'; readonly id: string; readonly why: 'primary' | 'replica' | 'no replica is fit' }
  | { readonly kind: 'thrown'; readonly error: string }

// @flaw One limit for every database, and a step: of replicas that pass it none is read from, and the primary gets it all.
const MOST_LAG_MS = 1_000

/**
 * Where the guide's DatabaseCluster sends reads and writes, and whom it promotes. Each application has an object of its
 * own, with its own view of who is healthy; nothing in it talks to the others.
 */
export class GuideCluster {
  constructor(
    public primary: GuideConnection,
    public replicas: readonly GuideConnection[],
  ) {}

  write(): GuideRoute {
    // @flaw During the outage every write throws: nobody calls handleFailover.
    if (!this.primary.isHealthy) return { kind: 'thrown', error: 'the primary is not available' }
    return { kind: 'to', id: this.primary.id, why: 'primary' }
  }

  /** @param pick a whole number from 0 to below its argument */
  read(pick: (below: number) => number): GuideRoute {
    const fit = this.replicas.filter(({ isHealthy, lagMs }) => isHealthy && lagMs < MOST_LAG_MS)
    // @flaw Any replica may be asked: a session can miss its own write, and go back from one read to the next.
    const chosen = fit.length === 0 ? undefined : fit[pick(fit.length)]
    if (chosen !== undefined) return { kind: 'to', id: chosen.id, why: 'replica' }
    // @flaw Nobody asks whether the primary is healthy.
    return { kind: 'to', id: this.primary.id, why: 'no replica is fit' }
  }

  /** @returns whom it promotes; null when the primary is healthy or nobody is left */
  handleFailover(): GuideConnection | null {
    if (this.primary.isHealthy) return null
    // @flaw Lag is a word of the replica, not a position: cut off from the primary it waits for nothing, says 0 and wins.
    const best = this.replicas.filter(({ isHealthy }) => isHealthy).sort((a, b) => a.lagMs - b.lagMs)[0]
    if (best === undefined) return null
    // @flaw Nobody asks the other applications: two with different views promote two nodes. No votes, no epoch.
    // @flaw Nobody tells the old primary: it keeps its role, and when it is back there are two.
    // @flaw The role of an object changes, and no database hears of it. (Here the chosen one is told, or it took no writes.)
    best.role = 'primary'
    this.primary = best
    this.replicas = this.replicas.filter(({ id }) => id !== best.id)
    return best
  }
}
