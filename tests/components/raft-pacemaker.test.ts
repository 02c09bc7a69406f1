import { describe, expect, it } from 'vitest'
import { Raft } from '../../workers/algorithms/consensus/raft'
import { RaftPacemaker } from '../../workers/components/raft-pacemaker'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Node } from '../../workers/network/node'
import { runOf, traceOf } from '../network/hand-built'

const ELECTION = 100_000
const HEARTBEAT = 20_000

/** A heartbeat of the leader of the first term. */
const WORD = {
  kind: 'append',
  term: 1,
  leader: 'b',
  previousPosition: 0,
  previousTerm: 0,
  entries: [],
  commit: 0,
} as const

/** A member that sends nothing and notes when its time comes; `hearsUntil`: a leader speaks to it so long. */
class Member implements Component {
  readonly campaigns: number[] = []
  readonly beats: number[] = []
  readonly raft: Raft<string>
  readonly pacemaker: RaftPacemaker

  constructor(
    private readonly node: Node,
    peers: readonly string[],
    private readonly hearsUntil: number,
  ) {
    this.raft = new Raft(node.name, peers, { term: 0, votedFor: null, log: [] }, '')
    const timeouts = node.random('timeouts')
    this.pacemaker = new RaftPacemaker(
      node,
      this.raft,
      { electionMicros: ELECTION, heartbeatMicros: HEARTBEAT, timeouts, heartbeats: 'heartbeats' },
      { campaign: () => this.campaign(), led: () => {}, beat: () => this.beats.push(node.now) },
    )
  }

  *start(): Process {
    this.node.spawn('watch', this.pacemaker.watch())
    while (this.node.now < this.hearsUntil) {
      this.raft.handle(WORD)
      this.pacemaker.noticed()
      yield* this.node.sleep(HEARTBEAT)
    }
  }

  private campaign(): void {
    this.campaigns.push(this.node.now)
    this.raft.campaign()
    this.pacemaker.noticed()
  }
}

function memberOf(peers: readonly string[], hearsUntil = 0): Member {
  const members: Member[] = []
  const run = runOf((world) => {
    world.node('a', 'server', (node) => {
      const member = new Member(node, peers, hearsUntil)
      members.push(member)
      return member
    })
  })
  traceOf(run)
  return members[0] as Member
}

describe('a member of a Raft group', () => {
  it('stands for election after one to two timeouts of silence, and again after as long', () => {
    const { campaigns } = memberOf(['b', 'c'])
    expect(campaigns.length).toBeGreaterThan(4)
    const silences = campaigns.map((at, index) => at - (campaigns[index - 1] ?? 0))
    for (const silence of silences) {
      expect(silence).toBeGreaterThanOrEqual(ELECTION)
      expect(silence).toBeLessThanOrEqual(2 * ELECTION)
    }
    expect(new Set(silences).size).toBeGreaterThan(1)
  })

  it('does not stand while its leader speaks', () => {
    const [first = 0] = memberOf(['b', 'c'], 700_000).campaigns
    expect(first).toBeGreaterThanOrEqual(680_000 + ELECTION)
  })

  it('sends heartbeats at their distance from the moment at which it leads', () => {
    const { campaigns, beats } = memberOf([])
    expect(campaigns).toHaveLength(1)
    expect(beats[0]).toBe(campaigns[0])
    for (const [index, at] of beats.entries()) expect(at).toBe((campaigns[0] ?? 0) + index * HEARTBEAT)
    expect(beats.length).toBeGreaterThan(30)
  })
})
