import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import type { LockWitness } from './model-witness'

const SERVICE_MICROS = 1_000

/** What a worker asks of the account. `owner` tells holders of one token apart. */
export type AccountCall = {
  readonly worker: string
  readonly deposit: string
  readonly token: number
  readonly owner: string
} & ({ readonly what: 'read' } | { readonly what: 'write'; readonly balance: number; readonly read: AccountState })

export type AccountState = { readonly balance: number; readonly version: number }

/** What the account has on its disk: it outlives a crash. */
export interface Ledger {
  balance: number
  version: number
  /** The highest token that it has seen, and whose. */
  token: number
  owner: string
}

export function callRequest(call: AccountCall, isFenced: boolean): Request {
  const what = call.what === 'read' ? 'GET balance' : `PUT balance ${call.balance}`
  return { label: isFenced ? `${what} token ${call.token}` : what, body: call as unknown as Plain }
}

/**
 * The account, a storage that reads and writes one number. With fencing it refuses a call whose token is lower than one
 * that it has seen; reads count too, since a holder that has read must not be overtaken by an earlier one.
 */
export class Account implements Component {
  private readonly station: Station
  private readonly balance: Gauge
  private readonly refused: Gauge
  private readonly highest: Gauge

  constructor(
    private readonly node: Node,
    private readonly ledger: Ledger,
    private readonly isFenced: boolean,
    private readonly witness: LockWitness,
  ) {
    this.station = node.station({ workers: 1, queueCapacity: 100 })
    this.balance = node.gauge('balance')
    this.refused = node.gauge('refused')
    this.highest = node.gauge('highest')
    this.refused.set(0)
    this.show()
  }

  *handle(request: Request): Process<Response> {
    const call = request.body as unknown as AccountCall
    const verdict = yield* this.station.serve(SERVICE_MICROS)
    if (verdict.kind === 'rejected') return { status: 503, failure: { cause: verdict.reason, by: this.node.name } }
    if (this.isFenced && this.isStale(call)) return this.refuse(call)
    if (this.isFenced) Object.assign(this.ledger, { token: call.token, owner: call.owner })
    if (call.what === 'write') this.write(call)
    this.show()
    const { balance, version } = this.ledger
    return { status: 200, body: { balance, version } }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private isStale({ token, owner }: AccountCall): boolean {
    const { ledger } = this
    return token < ledger.token || (token === ledger.token && owner !== ledger.owner)
  }

  private refuse({ worker, token, what }: AccountCall): Response {
    this.refused.add(1)
    this.node.mark(marks.refused, { worker, token, highest: this.ledger.token, what })
    return { status: 409, failure: { cause: 'stale token', by: this.node.name } }
  }

  private write({ worker, deposit, token, balance, read }: Extract<AccountCall, { what: 'write' }>): void {
    const { ledger, node } = this
    const before = ledger.balance
    if (read.version === ledger.version) node.mark(marks.wrote, { worker, balance, before, token })
    else node.mark(marks.overwrote, { worker, balance, read: read.balance, before, token })
    this.witness.wrote({ deposit, worker, basedOn: read.version, token })
    ledger.balance = balance
    ledger.version++
  }

  private show(): void {
    this.balance.set(this.ledger.balance)
    this.highest.set(this.ledger.token)
  }
}
