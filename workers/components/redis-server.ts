import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import { Timer } from '../kernel/waits'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { briefReply, commandText, replyLines } from '../network/redis/cli-text'
import type { Client } from '../network/redis/client'
import { luaReply } from '../network/redis/lua-values'
import { type Effect, Redis } from '../network/redis/redis'
import { EffectReader } from '../network/redis/replica'
import type { Reply } from '../network/redis/reply'
import { encodeReply } from '../network/redis/resp-encoder'
import { registerAll } from '../network/redis/scripts/all-scripts'
import { serviceMicros } from '../network/redis/service-time'
import type { Plain } from '../protocol'
import type { AppendOnlyFile } from './append-only-file'
import { Connected, Served } from './redis-connected'
import * as marks from './redis-marks'
import { RedisPicture } from './redis-picture'
import { REPLICATION_LABEL, Replication, type StreamPart } from './redis-replication'
import { type Subscriber, subscribeAll } from './redis-subscribers'
import { Tracking, type TrackingOptions } from './redis-tracking'

/** The expiry cycle runs ten times a second, and the append-only file is synced every second. */
const CYCLE_MICROS: Micros = 100_000
const CYCLES_BETWEEN_SYNCS = 10
const LONGEST_ARGUMENT = 24

export interface RedisServerOptions {
  /** Commands that may wait for the one thread. */
  readonly queueCapacity: number
  /** Settings as for CONFIG SET. */
  readonly config?: Readonly<Record<string, string>>
  /** Kept by the model, because it outlives a crash. Without one a restart begins empty. */
  readonly file?: AppendOnlyFile
  /** Names of the nodes that follow this one. */
  readonly replicas?: readonly string[]
  /** Refuses writes of clients until it is promoted. */
  readonly isReplica?: boolean
  /** Kept by the model: how far the machine's clock is from simulated time. */
  readonly clock?: ServerClock
  /** Keys of database 0 that the fact `keyspace` shows. @default 0 */
  readonly shownKeys?: number
  readonly subscribers?: readonly Subscriber[]
  readonly tracking?: TrackingOptions
  /** Told whenever what there is to see may have changed, for a picture of one's own. */
  shows?(redis: Redis): void
}

type Argv = readonly string[]

/** The clock of a machine, which somebody may set. Deadlines are kept by it. */
export interface ServerClock {
  offsetMicros: Micros
}

/**
 * Asks a Redis to run a command. Commands of one `connection` share what MULTI, WATCH and SELECT set; without one each
 * command has its own.
 */
export function commandRequest(argv: readonly string[], connection = ''): Request {
  const label = argv.map(argumentText).join(' ')
  const bytes = argv.reduce((sum, { length }) => sum + length + 14, 0)
  const key = argv[1] === undefined ? {} : { key: argv[1] }
  return { label, lines: [commandText(argv)], bytes, ...key, body: { commands: [argv], connection } }
}

/** Asks for commands between MULTI and EXEC, all in one message as clients send them; answered by the reply of EXEC. */
export function transactionRequest(queued: readonly Argv[]): Request {
  const commands = [['MULTI'], ...queued, ['EXEC']]
  const parts = commands.map((argv) => commandRequest(argv))
  const label = parts.map((part) => part.label).join(', ')
  const lines = parts.flatMap((part) => part.lines ?? [])
  const bytes = parts.reduce((sum, part) => sum + (part.bytes ?? 0), 0)
  return { label, lines, bytes, body: { commands, connection: '' } }
}

/** Values of locks, digests and scripts are long; their beginning tells them apart. */
function argumentText(text: string): string {
  const shown = text.length > LONGEST_ARGUMENT ? `${text.slice(0, 8)}…` : text
  return shown.replaceAll('\n', ' ')
}

/**
 * A Redis node: the core behind one thread. A command waits in the queue, holds the thread for its service time, and
 * takes effect at the end of it, so a slow one delays all behind it; BLPOP and its kin wait without the thread. The body
 * of an answer is the reply as a script would see it: strings, numbers, false, lists, `{ok}` and `{err}`.
 *
 * Reading: `busy`, `queue`, `command` in service while `busy`, `keys`, `expires`, `waiting`, `offset`, `bytes` that the
 * keys take, `evicted`, `unsynced`, `keyspace`.
 */
export class RedisServer implements Component {
  readonly redis: Redis
  readonly #node: Node
  readonly #options: RedisServerOptions
  readonly #station: Station
  readonly #replication: Replication
  readonly #reader: EffectReader
  readonly #picture: RedisPicture
  readonly #connections = new Map<string, Connected>()
  readonly #gauges: Readonly<Record<'keys' | 'expires' | 'waiting' | 'bytes' | 'evicted' | 'unsynced', Gauge>>
  #deadline: Timer | null = null
  readonly #tracking: Tracking | null

  constructor(node: Node, options: RedisServerOptions) {
    this.#node = node
    this.#options = options
    this.redis = new Redis({ nowMicros: () => this.#clockMicros, random: node.random('redis') })
    this.#picture = new RedisPicture(node, this.redis, options.shownKeys ?? 0)
    registerAll(this.redis.scripts)
    this.#station = node.station({ workers: 1, queueCapacity: options.queueCapacity })
    this.#gauges = {
      keys: node.gauge('keys'),
      expires: node.gauge('expires'),
      waiting: node.gauge('waiting'),
      bytes: node.gauge('bytes'),
      evicted: node.gauge('evicted'),
      unsynced: node.gauge('unsynced'),
    }
    this.redis.eviction.count()
    for (const [name, value] of Object.entries(options.config ?? {})) this.redis.config.set(name, value)
    this.#reader = new EffectReader(this.redis)
    this.#replication = new Replication(node, this.redis, options.replicas ?? [])
    this.#recover()
    this.redis.config.isReplica = options.isReplica ?? false
    this.redis.onEffects = (effects) => this.#tell(effects)
    this.redis.eviction.onEvict = (_database, key) => this.#tellEviction(key)
    subscribeAll(node, this.redis, options.subscribers ?? [])
    this.#tracking = options.tracking === undefined ? null : new Tracking(node, options.tracking)
    this.redis.onModified = (key) => this.#tracking?.changed(key)
    this.#show()
  }

  /** The expiry cycle, and the second hand of the append-only file. */
  *start(): Process {
    for (let cycle = 1; ; cycle++) {
      yield* this.#node.sleep(CYCLE_MICROS)
      this.redis.activeExpiry.cycle()
      if (cycle % CYCLES_BETWEEN_SYNCS === 0 && this.#options.file?.policy === 'everysec') this.#options.file.sync()
      this.#show()
    }
  }

  *handle(request: Request): Process<Response> {
    if (request.label.startsWith(REPLICATION_LABEL)) return this.#follow(request.body as unknown as StreamPart)
    const { commands, connection } = request.body as unknown as { commands: readonly Argv[]; connection: string }
    const connected = this.#connected(connection)
    if (connected.client.parked !== null) return this.#fail('its connection waits for another answer')
    const verdict = yield* this.#station.serve(() => this.#take(connected.client, commands, request.label))
    if (verdict.kind === 'rejected') {
      const { queueCapacity } = this.#options
      this.#node.mark(marks.refusedFull, { node: this.#node.name, command: request.label, capacity: queueCapacity })
      return this.#fail(verdict.reason)
    }
    const replies = commands.map((argv) => this.#execute(connected.client, argv, connection))
    this.#watchDeadline()
    this.#show()
    const last = replies.at(-1) as Reply
    const answer = connected.client.parked === null ? last : yield* this.#park(connected, request.label)
    const lines = replyLines(answer)
    const label = briefReply(lines)
    if (connection === '') this.redis.disconnect(connected.client)
    this.#node.mark(marks.ran, {
      node: this.#node.name,
      command: request.label,
      reply: label,
      commands: commands.length,
      micros: this.redis.lastCostMicros,
    })
    const more = lines.length === 1 && lines[0] === label ? {} : { lines }
    return { status: 200, label, ...more, bytes: encodeReply(answer, 2).length, body: luaReply(answer) as Plain }
  }

  slowdown(factor: number): void {
    this.#station.slowdown = factor
  }

  /** A replica becomes the primary: it takes writes from now on. */
  promote(): void {
    this.redis.config.isReplica = false
    this.#node.mark(marks.promoted, { node: this.#node.name, offset: this.#replication.offset })
  }

  /** The clock has been set: who waits for a time, waits by the new one. */
  clockSet(): void {
    this.redis.tick()
    this.#watchDeadline()
    this.#show()
  }

  get #clockMicros(): Micros {
    return Math.max(0, this.#node.now + (this.#options.clock?.offsetMicros ?? 0))
  }

  #execute(client: Client, argv: Argv, connection: string): Reply {
    const tracking = this.#tracking
    if (tracking === null) return this.redis.execute(client, argv)
    tracking.running = connection
    const reply = this.redis.execute(client, argv)
    tracking.running = ''
    tracking.ran(connection, argv)
    return reply
  }

  #fail(cause: string): Response {
    return { status: 503, label: cause, failure: { cause, by: this.#node.name } }
  }

  /** A command, or a transaction, takes the thread. @returns for how long */
  #take(client: Client, commands: readonly Argv[], label: string): Micros {
    this.#node.fact('command').set(label)
    return commands.reduce((sum, argv) => sum + serviceMicros(this.redis, client, argv), 0)
  }

  #connected(name: string): Connected {
    if (name === '') return new Connected(this.#node, this.redis)
    let connected = this.#connections.get(name)
    if (connected === undefined) {
      connected = new Connected(this.#node, this.redis)
      this.#connections.set(name, connected)
    }
    return connected
  }

  *#park(connected: Connected, command: string): Process<Reply> {
    this.#node.mark(marks.parked, { node: this.#node.name, command })
    const reply = yield* new Served(connected, command)
    this.#show()
    return reply
  }

  /** One timer for the client whose wait ends first. */
  #watchDeadline(): void {
    this.#deadline?.cancel()
    const deadlineMs = this.redis.nextDeadlineMs()
    if (deadlineMs === null) return
    this.#deadline = new Timer(this.#node, () => {
      this.redis.tick()
      this.#watchDeadline()
    })
    this.#node.kernel.schedule(Math.max(0, deadlineMs * 1000 - this.#clockMicros), this.#deadline)
  }

  /** The next part of the stream. One that does not fit behind what is here is refused, and then all is sent. */
  #follow({ effects, from, offset }: StreamPart): Response {
    if (from !== null && from !== this.#replication.offset) return { status: 409, body: this.#replication.offset }
    this.redis.onEffects = null
    for (const effect of effects) this.#reader.apply(effect)
    this.redis.onEffects = (own) => this.#tell(own)
    this.#options.file?.append(effects)
    this.#replication.moveTo(offset)
    this.#show()
    return { status: 200 }
  }

  #tell(effects: readonly Effect[]): void {
    this.#options.file?.append(effects)
    this.#replication.send(effects)
  }

  #tellEviction(key: string): void {
    const policy = this.redis.config.get('maxmemory-policy') ?? ''
    this.#node.mark(marks.evictedKey, { node: this.#node.name, key, policy, bytes: this.redis.eviction.usedBytes })
  }

  #recover(): void {
    const { file } = this.#options
    if (file === undefined) return
    const { effects, lost } = file.recover()
    for (const effect of effects) this.#reader.apply(effect)
    if (effects.length + lost === 0) return
    const { policy } = file
    this.#node.mark(marks.recovered, { node: this.#node.name, changes: effects.length, lost, policy })
  }

  #show(): void {
    const { databases, parking, eviction, statistics } = this.redis
    this.#gauges.keys.set(databases.reduce((sum, { size }) => sum + size, 0))
    this.#gauges.expires.set(databases.reduce((sum, { mortalSize }) => sum + mortalSize, 0))
    this.#gauges.waiting.set(parking.size)
    this.#gauges.bytes.set(eviction.usedBytes)
    this.#gauges.evicted.set(statistics.evicted)
    this.#gauges.unsynced.set(this.#options.file?.unsynced ?? 0)
    this.redis.readClock()
    this.#picture.show()
    this.#options.shows?.(this.redis)
  }
}
