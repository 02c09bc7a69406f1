import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { type FailureCause, failureOf, isSuccess, type Reply } from '../../network/message'
import type { Fact, Gauge, Node } from '../../network/node'
import { type AccountCall, type AccountState, callRequest } from './model-account'
import { guideValue, type Lock, randomValue } from './model-locks'
import * as marks from './model-marks'
import type { LockWitness } from './model-witness'

/** How long the guide and everyone else asks for the lock at most. */
const PATIENCE_MICROS = 10_000_000
/** Between the last look at the lease and the write on the wire. */
const PREPARE_MICROS = 5_000
/** Characters of a lock's value that a worker shows: enough to find it again among the keys of Redis. */
const SHOWN = 9

export interface WorkerOptions {
  readonly account: string
  readonly deposits: number
  readonly amount: number
  readonly gapMicros: Micros
  readonly workMicros: Micros
  readonly pollMicros: Micros
  readonly leaseMicros: Micros
  readonly timeoutMicros: Micros
  /** No jitter, weak values, and nobody looks at the answer of a release. */
  readonly isGuide: boolean
  readonly isFenced: boolean
  readonly renews: boolean
  /** While it works it takes the same lock again, as a function does that calls another one. */
  readonly nests: boolean
  /** Looks at its own clock before it writes. */
  readonly checksLease: boolean
}

interface Grant {
  readonly value: string
  readonly token: number
  readonly atMicros: Micros
  untilMicros: Micros
  isLost: boolean
}

/** Deposits again and again: takes the lock, reads the balance, computes, writes it back, and lets go. */
export class Worker implements Component {
  private readonly state: Fact
  /** The value under which it believes to hold the lock, as far as there is room; empty when it does not. */
  private readonly holds: Fact
  private readonly ok: Gauge
  private readonly failed: Gauge
  private readonly gaps: RandomStream
  private readonly polls: RandomStream
  private readonly values: RandomStream

  constructor(
    private readonly node: Node,
    private readonly lock: Lock,
    private readonly options: WorkerOptions,
    private readonly witness: LockWitness,
    /** How many deposits it has begun. It stands outside, as a crash does not make it deposit again. */
    private readonly begun: { count: number },
  ) {
    this.state = node.fact('state')
    this.holds = node.fact('holds')
    this.ok = node.gauge('ok')
    this.failed = node.gauge('failed')
    this.gaps = node.random('gaps')
    this.polls = node.random('polls')
    this.values = node.random(`values/${begun.count}`)
    this.ok.add(0)
    this.failed.add(0)
    this.state.set('idle')
    this.holds.set('')
    witness.left(node.name)
  }

  *start(): Process {
    const { node, options, begun } = this
    while (begun.count < options.deposits) {
      yield* node.sleep(this.gaps.exponential(options.gapMicros))
      begun.count++
      yield* this.deposit(`${node.name}-${begun.count}`)
    }
  }

  private *deposit(deposit: string): Process {
    const { node } = this
    const request = node.openRequest(`deposit ${deposit}`)
    this.state.set('waits')
    const grant = yield* this.acquire(false)
    const failure = grant === null ? { cause: 'no lock in time', by: node.name } : yield* this.work(deposit, grant)
    if (failure === null) this.witness.acknowledge(deposit)
    ;(failure === null ? this.ok : this.failed).add(1)
    this.state.set('idle')
    node.closeRequest(request, failure)
  }

  /** @param isNested whether it believes to hold the lock already */
  private *acquire(isNested: boolean): Process<Grant | null> {
    const { node, options } = this
    const began = node.now
    while (node.now - began < PATIENCE_MICROS) {
      const value = options.isGuide ? guideValue(node.now, this.values) : randomValue(this.values)
      const tried = yield* this.lock.attempt(value)
      if (tried.kind === 'granted') return this.granted(value, tried.token, tried.untilMicros, node.now - began)
      const wait = options.isGuide ? options.pollMicros : this.jittered(options.pollMicros)
      if (tried.kind === 'taken') node.mark(isNested ? marks.waitsForItself : marks.busy, { worker: node.name, wait })
      else node.mark(marks.unanswered, { worker: node.name, cause: tried.cause, wait })
      yield* node.sleep(wait)
    }
    node.mark(marks.gaveUp, { worker: node.name, waited: node.now - began })
    return null
  }

  private granted(value: string, token: number | null, untilMicros: Micros, waited: Micros): Grant {
    const { node, witness } = this
    const order = witness.granted(node.name)
    this.holds.set(value.slice(0, SHOWN))
    const lease = untilMicros - node.now
    node.mark(marks.granted, { worker: node.name, waited, lease, token: token ?? order })
    return { value, token: token ?? order, atMicros: node.now, untilMicros, isLost: false }
  }

  /** Reads, computes, writes and releases. Null is success. */
  private *work(deposit: string, grant: Grant): Process<FailureCause | null> {
    const { node, options } = this
    const watchdog = options.renews ? node.spawnFresh('renew the lease', this.renew(grant)) : null
    const failure = yield* this.addTo(deposit, grant)
    watchdog?.cancel()
    this.witness.left(node.name)
    this.holds.set('')
    const told = { worker: node.name, held: node.now - grant.atMicros }
    const wasItsOwn = yield* this.lock.release(grant.value)
    if (wasItsOwn) node.mark(marks.released, told)
    else node.mark(options.isGuide ? marks.ignored : marks.notItsOwn, told)
    if (failure !== null || wasItsOwn || options.isGuide || options.isFenced) return failure
    return { cause: 'the lock was lost', by: node.name }
  }

  private *addTo(deposit: string, grant: Grant): Process<FailureCause | null> {
    const { node, options } = this
    const common = { worker: node.name, deposit, token: grant.token, owner: grant.value }
    this.state.set('reads')
    const read = yield* this.call({ ...common, what: 'read' })
    if (read.kind === 'failed' || !isSuccess(read)) return failureOf(read)
    const state = read.response.body as unknown as AccountState
    if (options.nests && !(yield* this.nest())) return { cause: 'no lock in time', by: node.name }
    this.state.set('computes')
    yield* node.sleep(options.workMicros)
    const late = node.now - grant.untilMicros
    if (grant.isLost || (options.checksLease && late >= 0)) {
      node.mark(marks.aborted, { worker: node.name, late })
      return { cause: 'the lock was lost', by: node.name }
    }
    yield* node.sleep(PREPARE_MICROS)
    this.state.set('writes')
    const balance = state.balance + options.amount
    const written = yield* this.call({ ...common, what: 'write', balance, read: state })
    return isSuccess(written) ? null : failureOf(written)
  }

  /** Takes the lock that it has and gives it back. @returns whether it got it */
  private *nest(): Process<boolean> {
    this.state.set('waits')
    const inner = yield* this.acquire(true)
    if (inner !== null) yield* this.lock.release(inner.value)
    return inner !== null
  }

  private *call(call: AccountCall): Process<Reply> {
    const { account, isFenced, timeoutMicros } = this.options
    return yield* this.node.request(account, callRequest(call, isFenced), { timeoutMicros })
  }

  /** The watchdog: renews after each third of the lease. */
  private *renew(grant: Grant): Process {
    const { node, options } = this
    for (;;) {
      yield* node.sleep(Math.floor(options.leaseMicros / 3))
      const asked = node.now
      const cause = yield* this.lock.renew(grant.value)
      if (cause === null) {
        grant.untilMicros = asked + options.leaseMicros
        node.mark(marks.renewed, { worker: node.name, lease: grant.untilMicros - node.now })
        continue
      }
      node.mark(marks.renewalFailed, { worker: node.name, cause })
      if (cause !== 'timeout') grant.isLost = true
      if (grant.isLost) return
    }
  }

  /** Between half of it and one and a half. */
  private jittered(micros: Micros): Micros {
    const half = Math.floor(micros / 2)
    return half + this.polls.integer(micros + 1)
  }
}
