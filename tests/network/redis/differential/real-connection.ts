import { createConnection, type Socket } from 'node:net'
import { splitReplies } from './reply-splitter'

/** How long a reply may take that should come: only a mismatch waits so long. */
const patienceMs = Number(process.env.REDIS_PATIENCE ?? 2000)

/** A client of the real server that speaks bytes and waits for a number of replies. */
export class RealConnection {
  readonly #socket: Socket
  #bytes = ''
  #replies: string[] = []
  #waiting: { readonly count: number; readonly resolve: () => void } | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      const { replies, rest } = splitReplies(this.#bytes + chunk.toString('latin1'))
      this.#replies.push(...replies)
      this.#bytes = rest
      this.#settle()
    })
    socket.on('close', () => this.#settle(true))
    socket.on('error', () => this.#settle(true))
  }

  static open(path: string): Promise<RealConnection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(path, () => resolve(new RealConnection(socket)))
      socket.once('error', reject)
    })
  }

  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1')
  }

  /** The replies so far, at least so many unless the connection has ended or nothing comes for a while. */
  take(count: number): Promise<string[]> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        this.#waiting = null
        const replies = this.#replies
        this.#replies = []
        resolve(replies)
      }
      const timer = setTimeout(finish, patienceMs)
      this.#waiting = { count, resolve: finish }
      this.#settle()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #settle(isOver = false): void {
    if (this.#waiting !== null && (isOver || this.#replies.length >= this.#waiting.count)) this.#waiting.resolve()
  }
}
