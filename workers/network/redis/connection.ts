import type { Client } from './client'
import type { Redis } from './redis'
import type { Reply } from './reply'
import { RespDecoder } from './resp-decoder'
import { encodeReply } from './resp-encoder'

export interface ConnectionOptions {
  /** Takes bytes for the client, as a byte string. */
  readonly send: (bytes: string) => void
  /** The server ends the connection after what it has sent. */
  readonly end: () => void
}

/**
 * One client on a stream of bytes: takes commands apart, runs them one after the other, and writes the replies. While
 * the client is parked (BLPOP), what it sends meanwhile waits.
 */
export class Connection {
  readonly client: Client
  readonly #redis: Redis
  readonly #options: ConnectionOptions
  readonly #decoder = new RespDecoder()
  #isEnded = false
  #isRunning = false
  #isPaused = false

  constructor(redis: Redis, options: ConnectionOptions) {
    this.#redis = redis
    this.#options = options
    this.client = redis.connect((reply) => this.#deliver(reply))
  }

  /** @param bytes as a byte string, cut anywhere */
  receive(bytes: string): void {
    if (this.#isEnded) return
    this.#decoder.push(bytes)
    this.#run()
  }

  /** Stops running commands while the client does not take its replies (backpressure). */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#run()
  }

  /** The client has gone. */
  close(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#redis.disconnect(this.client)
  }

  #run(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    while (!this.#isEnded && !this.#isPaused && this.client.parked === null) {
      const next = this.#decoder.next()
      if (next.kind === 'incomplete') break
      if (next.kind === 'broken') {
        this.#write({ kind: 'error', text: next.error })
        this.#finish()
        break
      }
      this.#write(this.#redis.execute(this.client, next.argv))
      if (this.client.isClosing) this.#finish()
    }
    this.#isRunning = false
  }

  /** A message, or what the client has waited for: then its next commands can run. */
  #deliver(reply: Reply): void {
    this.#write(reply)
    if (this.client.isClosing) this.#finish()
    else if (!this.#isRunning && this.#redis.context === 'idle') this.#run()
  }

  #write(reply: Reply): void {
    if (this.#isEnded) return
    const bytes = encodeReply(reply, this.client.protocol)
    if (bytes !== '') this.#options.send(bytes)
  }

  #finish(): void {
    if (this.#isEnded) return
    this.close()
    this.#options.end()
  }
}
