import { Database } from '../../components/database'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import { ElectedRole } from './model-elected-role'
import { answer, callOf, type Health, MISDIRECTED, refusal } from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { NodeOptions } from './model-node-options'
import type { ReplicationWitness } from './model-witness'

/** A database that is a primary or a replica, and is told by a monitor (or the guide's object) to be the other. */
export class DatabaseNode implements Component {
  private readonly role: ElectedRole
  private readonly database: Database

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    options: NodeOptions,
    witness: ReplicationWitness,
  ) {
    this.role = new ElectedRole(node, disk, options, witness)
    const storingTimes = node.random('apply')
    this.database = new Database(node, disk.table, {
      ...options,
      queueCapacity: 200,
      role: this.role,
      replay: { syncMicros: () => storingTimes.exponential(options.applyMicros) },
    })
  }

  *start(): Process {
    this.role.start()
  }

  *handle(request: Request): Process<Response> {
    const call = callOf(request)
    switch (call.kind) {
      case 'promise':
      case 'lead':
      case 'follow':
      case 'promote':
        return this.role.obey(call)
      case 'health':
        return this.health()
      case 'raft':
        return refusal(this.node, MISDIRECTED, 'no Raft here')
      default:
        return yield* this.database.handle(request)
    }
  }

  slowdown(factor: number): void {
    this.database.slowdown(factor)
  }

  private health(): Response {
    const { disk, role } = this
    const isPrimary = disk.role.kind === 'primary'
    return answer<Health>({ epoch: disk.promised, isPrimary, lagMs: role.takeLagMs() })
  }
}
