import type { RandomStream } from '../../kernel/random'
import { Zipf } from '../../kernel/zipf'
import type { Request } from '../../network/message'
import type { Values } from '../../scenario/parameters'
import { UNKNOWN } from './meta-keys'

/** Numbers the values of each key in the order in which users write them: `v2` follows `v1`. */
export class Editions {
  private readonly numbers = new Map<string, number>()

  next(key: string): string {
    const number = (this.numbers.get(key) ?? 1) + 1
    this.numbers.set(key, number)
    return `v${number}`
  }
}

/** What users ask for: popular keys more often, now and then a write, now and then a key that there is not. */
export class KeyTraffic {
  private readonly zipf: Zipf

  constructor(
    private readonly values: Values,
    private readonly lots: RandomStream,
    private readonly editions: Editions,
  ) {
    this.zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
  }

  next(): Request {
    const { values, lots } = this
    const key = `k${this.zipf.rank(lots) + 1}`
    const isWrite = lots.chance(values.number('writes'), 100)
    const isUnknown = lots.chance(values.number('unknown'), 100)
    const unknown = lots.pick(UNKNOWN)
    if (isWrite) return write(key, this.editions)
    return read(isUnknown ? unknown : key)
  }
}

export function read(key: string): Request {
  return { label: `GET /${key}`, key }
}

export function write(key: string, editions: Editions): Request {
  return { label: `PUT /${key}`, key, body: editions.next(key) }
}
