import { drawWork, type WorkDistribution } from '../../components/workload'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import { Zipf } from '../../kernel/zipf'
import { isSuccess, type Reply, type Request } from '../../network/message'
import type { Node } from '../../network/node'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { CartWitness } from './model-cart-witness'
import * as marks from './model-marks'
import { addOf, copyOf, readOf, writeOf } from './model-messages'
import { itemsOf, writeOfRow } from './model-row'
import type { ClientWitness } from './model-witness'

/** Values that are written, each once in a run. */
export class Numbers {
  #last = 0

  next(): number {
    return ++this.#last
  }
}

/** What the clients of one side ask, alike for every variant, and what the witness is told of it. */
export class DatabaseLoad {
  readonly #lots: RandomStream
  readonly #works: RandomStream
  readonly #popularity: Zipf
  /** What the witness has to be told when a request is over. */
  readonly #open = new Map<Request, (reply: Reply) => void>()

  constructor(
    world: World,
    private readonly client: Node,
    private readonly values: Values,
    private readonly keys: readonly string[],
    private readonly numbers: Numbers,
    private readonly witness: ClientWitness,
    /** Told instead of the other witness when clients fill carts. */
    private readonly carts: CartWitness | null,
  ) {
    this.#lots = world.random(`${client.name}/requests`)
    this.#works = world.random(`${client.name}/work`)
    this.#popularity = new Zipf(keys.length, values.number('zipf') / 100)
  }

  next(): Request {
    const { values } = this
    const isWrite = this.#lots.integer(100) < values.number('share-writes')
    const key = this.keys[this.#popularity.rank(this.#lots)] as string
    const works = Array.from({ length: values.number('copies') }, () =>
      drawWork(values.text<WorkDistribution>('work-spread'), values.number('work'), this.#works),
    )
    const { carts } = this
    if (carts !== null) return isWrite ? this.#add(key, works, carts) : this.#readCart(key, works, carts)
    return isWrite ? this.#write(key, works) : this.#read(key, works)
  }

  hears(request: Request, reply: Reply): void {
    this.#open.get(request)?.(reply)
    this.#open.delete(request)
  }

  #write(key: string, works: readonly Micros[]): Request {
    const { client, witness } = this
    const value = this.numbers.next()
    const request = writeOf(key, value, works)
    const write = witness.writeBegins(key, value, client.now)
    this.#open.set(request, (reply) => {
      if (isSuccess(reply)) witness.acknowledged(write, client.now)
    })
    return request
  }

  #read(key: string, works: readonly Micros[]): Request {
    const { client, witness } = this
    const request = readOf(key, works)
    const read = witness.readBegins(key, client.now)
    this.#open.set(request, (reply) => {
      if (!isSuccess(reply)) return
      const value = writeOfRow(copyOf(reply))
      const stale = witness.found(read, value)
      if (stale === null) return
      client.gauge('stale').add(1)
      client.mark(marks.stale, { key, value: value ?? 'none', ...stale })
    })
    return request
  }

  #add(key: string, works: readonly Micros[], carts: CartWitness): Request {
    const item = this.numbers.next()
    const request = addOf(key, item, works)
    this.#open.set(request, (reply) => {
      if (isSuccess(reply)) carts.added(key, item, this.client.now)
    })
    return request
  }

  #readCart(key: string, works: readonly Micros[], carts: CartWitness): Request {
    const { client } = this
    const request = readOf(key, works)
    const began = client.now
    this.#open.set(request, (reply) => {
      if (!isSuccess(reply)) return
      const lacking = carts.lacking(key, itemsOf(copyOf(reply)), began)
      if (lacking === null) return
      client.gauge('stale').add(1)
      client.mark(marks.lacking, { key, ...lacking })
    })
    return request
  }
}
