import type { Raft } from '../../algorithms/consensus/raft'
import { type RaftProperty, RaftSafety } from '../../algorithms/consensus/raft-safety'
import type { Check } from '../../network/check'
import { LEADER_COMPLETE, LOGS_MATCH, ONE_LEADER, SAME_STATE } from './meta-checks'
import type { Command } from './model-messages'
import { textOfCommand } from './model-raft-member'

/** Looks at every node of a Raft group after each of its steps. */
export class RaftWitness {
  private readonly safety = new RaftSafety<Command>(textOfCommand)

  sees({ id, term, role, log, commit }: Raft<Command>): void {
    this.safety.observe({ id, term, isLeader: role.kind === 'leader', log, commit })
  }

  get checks(): readonly Check[] {
    return [
      { name: ONE_LEADER, watch: () => () => this.broken('election safety') ?? this.broken('leader append-only') },
      { name: LOGS_MATCH, watch: () => () => this.broken('log matching') },
      { name: LEADER_COMPLETE, watch: () => () => this.broken('leader completeness') },
      { name: SAME_STATE, watch: () => () => this.broken('state machine safety') },
    ]
  }

  private broken(property: RaftProperty): string | null {
    return this.safety.broken.get(property) ?? null
  }
}
