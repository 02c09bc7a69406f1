import { ActiveExpiry } from './active-expiry'
import { admissionRefusal, isImmediate } from './admission'
import { Client } from './client'
import type { Command } from './command'
import { findCommand } from './command-table'
import { discard } from './commands/transactions'
import { Config } from './config'
import { Database, type Entry, type Keeper } from './database'
import { Eviction } from './eviction'
import type { EventClass } from './keyspace-events'
import { Parking, timeoutReply } from './parking'
import { Subscriptions } from './pubsub'
import { Refusal } from './refusal'
import { REPLICAS } from './replica-wait'
import { error, isError, none, queued, type Reply } from './reply'
import { ScriptLibrary } from './script-library'
import { Statistics } from './statistics'
import { touchFrequency } from './usage'
import { Watches } from './watches'

/** Chance, as far as Redis needs it. */
export interface RandomSource {
  /** A whole number from 0 to below - 1, every one as likely. */
  integer(below: number): number
}

export interface RedisOptions {
  /** Microseconds since 1970, or since whatever the embedding counts from. */
  readonly nowMicros: () => number
  readonly random: RandomSource
  /** @default 16 */
  readonly databases?: number
}

/** A change that replicas and the append-only file are told: what was done, not what was asked (7.0 "effects"). */
export interface Effect {
  readonly database: number
  readonly argv: readonly string[]
}

/**
 * A Redis 7.0 server without a network: `execute` takes a command and answers it. Pure and synchronous: the clock and
 * chance come from outside, and what happens later (a blocked client served, a message published) is handed to the
 * client's `deliver`. Texts are byte strings (see Reply).
 *
 * The embedding calls `tick` when `nextDeadlineMs` has come, and drives `activeExpiry` as often as it likes.
 */
export class Redis implements Keeper {
  readonly random: RandomSource
  readonly config = new Config()
  readonly databases: readonly Database[]
  readonly clients = new Map<number, Client>()
  readonly subscriptions = new Subscriptions()
  readonly watches = new Watches()
  readonly parking = new Parking()
  readonly scripts = new ScriptLibrary()
  readonly statistics = new Statistics()
  readonly activeExpiry: ActiveExpiry
  readonly eviction: Eviction
  readonly startedAtMs: number
  /** Is handed the changes of each command, in a transaction between MULTI and EXEC. */
  onEffects: ((effects: readonly Effect[]) => void) | null = null
  /** Told of every key that changes, expires or is evicted. */
  onModified: ((key: string) => void) | null = null
  /** How many replicas have everything up to this mark: WAIT asks it. */
  acknowledgedReplicas: ((mark: number) => number) | null = null
  /** Where the replication stream stands; the embedding that keeps one moves it. */
  replicationMark = 0
  /** Frozen while a command runs. */
  nowMs = 0
  nowMicros = 0
  /** Changes so far. */
  dirty = 0
  /** Elements that the current command has touched beyond its arguments and its reply. */
  worked = 0
  /** What runs now: outside of commands, a command, one of a transaction, or one of a script. */
  context: 'idle' | 'command' | 'transaction' | 'script' = 'idle'
  /** Time in the one thread that the last command took. */
  lastCostMicros = 0
  readonly #clock: () => number
  #nextClientId = 0
  #effects: Effect[] = []
  #rewritten: (readonly string[])[] | null = null

  constructor({ nowMicros, random, databases = 16 }: RedisOptions) {
    this.#clock = nowMicros
    this.random = random
    this.databases = Array.from({ length: databases }, (_, index) => new Database(index, this))
    this.activeExpiry = new ActiveExpiry(this)
    this.eviction = new Eviction(this)
    this.readClock()
    this.startedAtMs = this.nowMs
  }

  /** @param deliver takes replies that come later than the answer of `execute`: served waits, messages */
  connect(deliver: (reply: Reply) => void): Client {
    this.readClock()
    const client = new Client(++this.#nextClientId, this.databases[0] as Database, this.nowMs, deliver)
    this.clients.set(client.id, client)
    this.statistics.connections++
    return client
  }

  disconnect(client: Client): void {
    this.subscriptions.leaveAll(client)
    this.watches.unwatch(client)
    if (client.parked !== null) this.parking.release(client.parked)
    this.clients.delete(client.id)
  }

  /**
   * @param argv the command's name and arguments
   * @throws {RangeError} when the client is parked (its commands wait until it has been served) or argv is empty
   */
  execute(client: Client, argv: readonly string[]): Reply {
    if (client.parked !== null) throw new RangeError('A parked client runs no command until it has been served.')
    if (argv.length === 0) throw new RangeError('A command has at least a name.')
    this.readClock()
    this.worked = 0
    this.context = 'command'
    const reply = this.#process(client, argv)
    this.context = 'idle'
    this.settle()
    return this.#audible(client, reply)
  }

  /** Serves the clients whose keys have become ready, and hands the changes on. */
  settle(): void {
    this.#flushEffects()
    this.parking.serveReady(({ client }, reply) => {
      this.#flushEffects()
      client.deliver(reply)
    })
    this.#flushEffects()
  }

  /** When the next parked client has waited long enough; null when none waits for a time. */
  nextDeadlineMs(): number | null {
    return this.parking.nextDeadlineMs()
  }

  /** Ends the waits whose time has come. */
  tick(): void {
    this.readClock()
    for (const parked of this.parking.overdue(this.nowMs)) {
      this.parking.release(parked)
      parked.client.deliver(timeoutReply(parked))
    }
  }

  /** A replica has told how far it is: clients in WAIT may have enough. */
  replicasAcknowledged(): void {
    for (const database of this.databases) this.parking.signal(database, REPLICAS)
    this.settle()
  }

  /** Runs a command that has been checked: directly, in EXEC, or from a script. */
  call(client: Client, command: Command, argv: readonly string[]): Reply {
    const before = this.dirty
    const outer = this.#rewritten
    this.#rewritten = null
    const reply = refused(() => command.run(this, client, argv))
    if (this.dirty !== before && command.name !== 'exec' && !command.name.startsWith('eval')) {
      for (const effect of this.#rewritten ?? [argv]) this.propagate(client.database, effect)
    }
    this.#rewritten = outer
    this.statistics.count(command.name, isError(reply))
    this.lastCostMicros = costOf(command, argv, reply, this.worked)
    return reply
  }

  /** Answers a client that has waited, with all that a command brings about. */
  serveLater(client: Client, serve: () => Reply | null): Reply | null {
    const before = this.dirty
    this.#rewritten = null
    const reply = refused(serve)
    if (this.dirty !== before) for (const effect of this.#rewritten ?? []) this.propagate(client.database, effect)
    this.#rewritten = null
    return reply
  }

  /** What replicas are told instead of the command itself; without arguments nothing. */
  rewrite(...effects: readonly (readonly string[])[]): void {
    this.#rewritten = [...(this.#rewritten ?? []), ...effects]
  }

  propagate(database: Database, argv: readonly string[]): void {
    if (this.onEffects !== null) this.#effects.push({ database: database.index, argv })
  }

  notify(kind: EventClass, event: string, key: string, database: number): void {
    const { events } = this.config
    if (events.size === 0 || !events.has(kind)) return
    if (events.has('K')) this.subscriptions.publish(`__keyspace@${database}__:${key}`, event)
    if (events.has('E')) this.subscriptions.publish(`__keyevent@${database}__:${event}`, key)
  }

  modified(database: Database, key: string): void {
    this.watches.modified(database, key)
    this.onModified?.(key)
  }

  resized(database: Database, key: string): void {
    this.eviction.update(database, key)
  }

  replaced(): void {
    this.eviction.recount()
  }

  signal(database: Database, key: string): void {
    if (this.parking.size > 0) this.parking.signal(database, key)
  }

  expired(database: Database, key: string): void {
    database.delete(key)
    this.statistics.expired++
    database.notify('x', 'expired', key)
    database.modified(key)
    this.propagate(database, ['DEL', key])
  }

  looked(entry: Entry | undefined): void {
    if (entry === undefined) {
      this.statistics.misses++
      return
    }
    this.statistics.hits++
    entry.usedAtMs = this.nowMs
    if (this.config.isFrequencyCounted) touchFrequency(entry, this)
  }

  #process(client: Client, argv: readonly string[]): Reply {
    const command = findCommand(argv)
    client.lastCommandAtMs = this.nowMs
    const refusal = command instanceof Refusal ? command : admissionRefusal(this, client, command, argv)
    if (refusal !== null || command instanceof Refusal) return this.#reject(client, command, refusal as Refusal)
    client.lastCommand = command.name
    if (client.transaction !== null && !isImmediate(command)) {
      client.transaction.commands.push(argv)
      return queued
    }
    return this.call(client, command, argv)
  }

  #reject(client: Client, command: Command | Refusal, { reply }: Refusal): Reply {
    if (client.transaction !== null) client.transaction.isBroken = true
    this.statistics.rejected++
    if (command instanceof Refusal || command.name !== 'exec') return reply
    discard(this, client)
    return error(`EXECABORT Transaction discarded because of: ${reply.text.replace(/^ERR /, '')}`)
  }

  #audible(client: Client, reply: Reply): Reply {
    if (client.replies === 'on') return reply
    if (client.replies === 'skip-next') client.replies = 'skip'
    else if (client.replies === 'skip') client.replies = 'on'
    return none
  }

  /** Every command, tick and cycle sees one moment. */
  readClock(): void {
    this.nowMicros = this.#clock()
    this.nowMs = Math.floor(this.nowMicros / 1000)
  }

  #flushEffects(): void {
    if (this.#effects.length === 0) return
    const effects = this.#effects
    this.#effects = []
    const database = (effects[0] as Effect).database
    const wrapped = [{ database, argv: ['MULTI'] }, ...effects, { database, argv: ['EXEC'] }]
    this.onEffects?.(effects.length === 1 ? effects : wrapped)
  }
}

/** Elements are the arguments, the elements of the reply and what the command counted itself. */
function costOf({ cost }: Command, argv: readonly string[], reply: Reply, worked: number): number {
  if (cost.nanosEach === 0) return cost.micros
  const replied = Array.isArray(reply) ? reply.length : 0
  return cost.micros + Math.round((cost.nanosEach * (argv.length + replied + worked)) / 1000)
}

/** Answers with the error of a command that refuses. */
function refused<T extends Reply | null>(run: () => T): T | Reply {
  try {
    return run()
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.reply
    throw thrown
  }
}
