import { randomInt } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Connection } from '../../workers/network/redis/connection'
import { Redis } from '../../workers/network/redis/redis'
import { registerAll } from '../../workers/network/redis/scripts/all-scripts'

/** Redis looks after expired keys ten times a second. */
const tickMs = 100
/** As client-output-buffer-limit for subscribers: a client that takes nothing is not waited for for ever. */
const mostWaitingBytes = 32 * 1_048_576
/** Replies are gathered up to here; then the socket must take them before more commands run. */
const mostGatheredBytes = 1_048_576
/** As tcp-keepalive: a client that vanished without a word is found out in the end. */
const keepAliveMs = 300_000
/** The longest a timer of Node can be. */
const longestTimerMs = 2_147_483_647

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port?: number
  readonly host?: string
  /** Called before the first client, for instance to register scripts. */
  readonly prepare?: (redis: Redis) => void
}

export interface RedisServer {
  readonly port: number
  readonly redis: Redis
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

/** Serves the simulated Redis over TCP on the wall clock. */
export async function serveRedis({ port = 0, host = '127.0.0.1', prepare }: ServeOptions = {}): Promise<RedisServer> {
  const nowMicros = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000)
  const redis = new Redis({ nowMicros, random: { integer: (below) => randomInt(below) } })
  registerAll(redis.scripts)
  prepare?.(redis)
  const served = new Served(redis)
  const server = createServer((socket) => served.accept(socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return { port: (server.address() as AddressInfo).port, redis, close: () => served.close(server) }
}

/** The connections of a server and the timers that Redis would have in its event loop. */
class Served {
  readonly #redis: Redis
  readonly #sockets = new Set<Socket>()
  readonly #cycle: NodeJS.Timeout
  #deadline: NodeJS.Timeout | undefined

  constructor(redis: Redis) {
    this.#redis = redis
    this.#cycle = setInterval(() => this.#tick(), tickMs)
    this.#cycle.unref()
  }

  accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, keepAliveMs)
    const output: Output = new Output(socket, () => connection.client.subscriptions > 0)
    const connection: Connection = new Connection(this.#redis, {
      send: (bytes) => output.write(bytes),
      end: () => output.end(),
    })
    connection.client.address = `${socket.remoteAddress}:${socket.remotePort}`
    output.onFull = () => {
      connection.pause()
      socket.pause()
    }
    socket.on('drain', () => {
      socket.resume()
      connection.resume()
      this.#watchDeadline()
    })
    socket.on('data', (chunk) => {
      connection.receive(chunk.toString('latin1'))
      this.#watchDeadline()
    })
    // Without a listener an error, for instance of a client that was killed, would end the program.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      connection.close()
    })
  }

  async close(server: Server): Promise<void> {
    clearInterval(this.#cycle)
    clearTimeout(this.#deadline)
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }

  #tick(): void {
    this.#redis.activeExpiry.cycle()
    this.#redis.tick()
    const idleMs = Number(this.#redis.config.get('timeout')) * 1000
    if (idleMs === 0) return
    for (const client of this.#redis.clients.values()) {
      const isWaiting = client.parked !== null || client.subscriptions > 0
      if (isWaiting || this.#redis.nowMs - client.lastCommandAtMs <= idleMs) continue
      client.isClosing = true
      client.deliver({ kind: 'none' })
    }
  }

  /** One timer for the client that has waited longest. */
  #watchDeadline(): void {
    const deadlineMs = this.#redis.nextDeadlineMs()
    clearTimeout(this.#deadline)
    if (deadlineMs === null) return
    const leftMs = Math.min(longestTimerMs, Math.max(1, deadlineMs - Date.now()))
    this.#deadline = setTimeout(() => {
      this.#redis.tick()
      this.#watchDeadline()
    }, leftMs)
    this.#deadline.unref()
  }
}

/** What a client is sent, in one write for all that one turn of the event loop brings. */
class Output {
  onFull: () => void = () => {}
  readonly #socket: Socket
  readonly #isListening: () => boolean
  #bytes = ''
  #isScheduled = false
  #isEnded = false

  /** @param isListening whether the client gets messages that it did not ask for, and cannot be held back */
  constructor(socket: Socket, isListening: () => boolean) {
    this.#socket = socket
    this.#isListening = isListening
  }

  write(bytes: string): void {
    this.#bytes += bytes
    if (this.#bytes.length > mostGatheredBytes) this.#flush()
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => this.#flush())
  }

  end(): void {
    this.#isEnded = true
    this.#flush()
  }

  #flush(): void {
    this.#isScheduled = false
    if (this.#socket.destroyed) return
    const bytes = this.#bytes
    this.#bytes = ''
    if (bytes !== '' && !this.#socket.write(bytes, 'latin1')) this.onFull()
    if (this.#isListening() && this.#socket.writableLength > mostWaitingBytes) this.#socket.destroy()
    else if (this.#isEnded) this.#socket.end()
  }
}
