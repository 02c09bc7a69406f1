import type { Durable } from '../../algorithms/consensus/raft'
import { Database } from '../../components/database'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import { type Command, callOf, MISDIRECTED, refusal } from './model-messages'
import { RaftMember } from './model-raft-member'
import type { RaftNodeOptions } from './model-raft-options'
import { RaftRole, type RaftWitnesses } from './model-raft-role'

/**
 * A database over a Raft server. Its rows are what the committed part of the log makes of an empty table: they are built
 * anew after a crash.
 */
export class RaftNode implements Component {
  private readonly member: RaftMember
  private readonly database: Database

  constructor(
    private readonly node: Node,
    disk: Durable<Command>,
    options: RaftNodeOptions,
    witnesses: RaftWitnesses,
  ) {
    this.member = new RaftMember(node, disk, options, {
      led: () => role.led(),
      changed: () => {
        role.changed()
        this.database.show()
      },
    })
    const role = new RaftRole(node, this.member, options, witnesses)
    this.database = new Database(node, role.table, { ...options, queueCapacity: 200, role })
  }

  *start(): Process {
    yield* this.member.watch()
  }

  *handle(request: Request): Process<Response> {
    const call = callOf(request)
    switch (call.kind) {
      case 'raft':
        return yield* this.member.answerPeer(call.request)
      case 'read':
      case 'write':
      case 'delete':
        return yield* this.database.handle(request)
      default:
        return refusal(this.node, MISDIRECTED, 'no such call in Raft')
    }
  }

  slowdown(factor: number): void {
    this.database.slowdown(factor)
    this.member.factor = factor
  }
}
