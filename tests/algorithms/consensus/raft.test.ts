import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RaftCluster } from './raft-cluster'

/** What may happen next; numbers choose a server, a letter, a limit. Letters move most often, or nothing is ever agreed. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('deliver' as const), a: fc.nat(1_000), b: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('append' as const), a: fc.nat(1_000), b: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('propose' as const), a: fc.nat(1_000), b: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('timeout' as const), a: fc.nat(1_000), b: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), a: fc.nat(1_000), b: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), a: fc.nat(1_000), b: fc.constant(0) }) },
)

function play(cluster: RaftCluster, steps: readonly { kind: string; a: number; b: number }[]): void {
  for (const { kind, a, b } of steps) {
    const name = cluster.names[a % cluster.names.length] as string
    const letter = a % Math.max(1, cluster.letters.length)
    if (kind === 'deliver') cluster.deliver(letter, b === 0)
    else if (kind === 'append') cluster.sendAppends(leaderOr(cluster, name), 1 + b)
    else if (kind === 'propose') cluster.propose(leaderOr(cluster, name))
    else if (kind === 'timeout') cluster.timeout(name)
    else if (kind === 'restart') cluster.restart(name)
    else cluster.letters.splice(letter, 1)
  }
}

/** A server that believes to lead, if there is one: not always the newest. */
function leaderOr(cluster: RaftCluster, name: string): string {
  const isLeader = (id: string): boolean => cluster.server(id).role.kind === 'leader'
  return isLeader(name) ? name : (cluster.names.find(isLeader) ?? name)
}

describe('Raft keeps election safety, append-only leaders, log matching, leader completeness and state machine safety', () => {
  it.each([
    [3, 11],
    [4, 12],
    [5, 13],
  ])('with %i servers in every step of random schedules (seed %i)', { timeout: 30_000 }, (count, seed) => {
    let [committed, terms] = [0, 0]
    fc.assert(
      fc.property(fc.array(step, { minLength: 150, maxLength: 300, size: 'max' }), (steps) => {
        const cluster = new RaftCluster(count)
        play(cluster, steps)
        committed += cluster.committed
        terms += cluster.terms
      }),
      { seed, numRuns: 250 },
    )
    expect(Math.min(committed, terms)).toBeGreaterThan(250)
  })
})

describe('a cluster', () => {
  const all = ['n1', 'n2', 'n3', 'n4', 'n5']

  it('elects, replicates, and brings a server back that was away', () => {
    const cluster = new RaftCluster(5)
    cluster.timeout('n1')
    cluster.settle(all)
    for (let index = 0; index < 3; index++) cluster.propose('n1')
    const present = all.slice(0, 4)
    for (let round = 0; round < 2; round++) {
      cluster.sendAppends('n1', 10)
      cluster.settle(present)
    }
    expect(cluster.server('n1').commit).toBe(4)
    expect(cluster.server('n5').log).toHaveLength(0)
    cluster.restart('n5')
    for (let round = 0; round < 4; round++) {
      cluster.sendAppends('n1', 2)
      cluster.settle(all)
    }
    expect(cluster.server('n5').log).toEqual(cluster.server('n1').log)
    expect(cluster.server('n5').commit).toBe(4)
  })

  it('does not elect a server that misses something committed', () => {
    const cluster = new RaftCluster(3)
    cluster.timeout('n1')
    cluster.settle(all)
    cluster.propose('n1')
    cluster.sendAppends('n1', 10)
    cluster.settle(['n1', 'n2'])
    cluster.letters.length = 0
    cluster.timeout('n3')
    cluster.settle(['n2', 'n3'])
    expect(cluster.server('n3').role.kind).toBe('candidate')
    cluster.timeout('n2')
    cluster.settle(['n2', 'n3'])
    expect(cluster.server('n2').role.kind).toBe('leader')
  })

  it('does not vote twice in a term, not even after a restart', () => {
    const cluster = new RaftCluster(3)
    cluster.timeout('n1')
    cluster.settle(['n1', 'n2'])
    cluster.letters.length = 0
    cluster.restart('n2')
    cluster.timeout('n3')
    cluster.settle(['n2', 'n3'])
    expect(cluster.server('n3').role.kind).toBe('candidate')
  })

  /** Figure 8: an entry of an old term stands on most servers, and a later leader still overwrites it. */
  it('does not commit an entry of an earlier term by counting its copies', () => {
    const cluster = new RaftCluster(5)
    const reign = (name: string, voters: readonly string[]): void => {
      cluster.letters.length = 0
      for (let round = 0; round < 10 && cluster.server(name).role.kind !== 'leader'; round++) {
        cluster.timeout(name)
        cluster.settle([name, ...voters])
      }
      cluster.letters.length = 0
    }
    reign('n1', all)
    cluster.sendAppends('n1', 1)
    cluster.settle(['n1', 'n2'])
    cluster.restart('n1')
    reign('n5', ['n3', 'n4'])
    cluster.restart('n5')
    reign('n1', ['n2', 'n3'])
    // One old entry at a time, until n3 has it too: then it stands on three of five.
    for (let round = 0; round < 5 && cluster.server('n3').log.length === 0; round++) {
      cluster.sendAppends('n1', 1)
      cluster.settle(['n1', 'n2', 'n3'])
    }
    expect(cluster.server('n3').log).toHaveLength(1)
    expect(cluster.server('n1').commit).toBe(0)
    cluster.restart('n1')
    reign('n5', ['n2', 'n3', 'n4'])
    for (let round = 0; round < 4; round++) {
      cluster.sendAppends('n5', 1)
      cluster.settle(all)
    }
    expect(cluster.server('n3').log).toEqual(cluster.server('n5').log)
  })
})
