/** Sizes of pools of database connections. */

/**
 * Where to begin the search for the best number of active connections: 2 · cores + spindles, where a data set that is
 * cached has no spindle (PostgreSQL wiki, “Number Of Database Connections”; HikariCP wiki, “About Pool Sizing”).
 */
export function startingSize(cores: number, spindles: number): number {
  return 2 * whole(cores, 1, 'cores') + whole(spindles, 0, 'spindles')
}

/**
 * The smallest pool in which threads that each need several connections at once cannot wait for one another for ever:
 * threads · (connections − 1) + 1. With one less, all may hold all but the last they need (HikariCP wiki, “About Pool
 * Sizing”, “Pool-locking”).
 */
export function deadlockFreeSize(threads: number, connections: number): number {
  return whole(threads, 1, 'threads') * (whole(connections, 1, 'connections') - 1) + 1
}

/** The largest pool of each instance with which the whole fleet fits into a database; 0 when it cannot. */
export function poolWithin(maxConnections: number, instances: number): number {
  return Math.floor(whole(maxConnections, 1, 'connections') / whole(instances, 1, 'instances'))
}

function whole(value: number, least: number, what: string): number {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`There is a whole number of ${what} from ${least}, not ${value}.`)
  return value
}
