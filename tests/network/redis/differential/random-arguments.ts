import type { RandomStream } from '../../../../workers/kernel/random'
import { startMicros } from './pair'

const integers = ['0', '1', '-1', '2', '3', '5', '10', '-2', '-5', '100', '7']
const oddIntegers = [
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775806',
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '4294967296',
  '9007199254740993',
  '-9223372036854775807',
  '4611686018427387904',
  '9223372036854776',
  '007',
  '+1',
  ' 1',
  '1 ',
  '-0',
  '1.5',
  '1e2',
  '0x10',
  'abc',
  '',
]
const floats = ['0', '1', '-1', '1.5', '0.1', '0.2', '-2.25', '3', '10', '1e3', '2.5e-3', '100', '1.1', '7']
const oddFloats = [
  'inf',
  '-inf',
  '+inf',
  'nan',
  'infinity',
  '1e308',
  '-1e308',
  '1e400',
  '1e-400',
  '5e-324',
  '0x1p3',
  '3.0000000000000001',
  '9007199254740993',
  '123456789012345678',
  '0.30000000000000004',
  '1.00000762939453125',
  '-0',
  '-0.0',
  ' 1',
  '1 ',
  '1,5',
  'abc',
  '',
  '.5',
  '5.',
  '1e',
  '59223372036854775807',
  '0.1234567890123456789',
  '1e17',
  '12345678901234567890.5',
]
const texts = ['a', 'b', 'c', 'hello', 'world', 'foo', 'bar', 'A', 'x1', 'field']
const oddTexts = ['', '\0', '\r\n', '\xff\xfe', 'a b', '*', 'a*', '[ab]', '"q"']

/** Arguments of random commands: mostly sensible ones, some at the edges. */
export class RandomArguments {
  readonly random: RandomStream

  constructor(random: RandomStream) {
    this.random = random
  }

  /** True in one of `of` cases. */
  rarely(of: number): boolean {
    return this.random.integer(of) === 0
  }

  pick<T>(items: readonly T[]): T {
    return this.random.pick(items)
  }

  /** Up to `most` of something, at least one. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.random.integer(most) }, make)
  }

  /** Nothing, or what `make` makes in one of `of` cases. */
  maybe(of: number, make: () => string[]): string[] {
    return this.rarely(of) ? make() : []
  }

  key(family: string): string {
    const own = this.rarely(20) ? this.pick(['s', 'h', 'l', 't', 'z', 'x']) : family
    return `${own}${this.random.integer(4)}`
  }

  integer(): string {
    return this.rarely(8) ? this.pick(oddIntegers) : this.pick(integers)
  }

  smallCount(): string {
    return this.rarely(15) ? this.integer() : String(this.random.integer(6))
  }

  float(): string {
    return this.rarely(6) ? this.pick(oddFloats) : this.pick(floats)
  }

  text(): string {
    if (this.rarely(12)) return this.pick(oddTexts)
    return this.rarely(4) ? String(this.random.integer(12)) : this.pick(texts)
  }

  /** A value of a string: text, a number, or long. */
  value(): string {
    const kind = this.random.integer(8)
    if (kind === 0) return this.integer()
    if (kind === 1) return this.float()
    if (kind === 2) return this.text().repeat(1 + this.random.integer(30))
    return this.text()
  }

  member(): string {
    return this.rarely(10) ? this.text() : this.pick(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  }

  pattern(): string {
    return this.pick(['*', 's*', 'h?', '[a-z]*', '[^a]*', 'a', '?', '*1', '\\*', '[', 'a[', '[a', '', '*a*b*'])
  }

  seconds(): string {
    return this.rarely(8) ? this.integer() : String(this.random.between(-1, 20))
  }

  milliseconds(): string {
    return this.rarely(8) ? this.integer() : String(this.random.between(-10, 20_000))
  }

  atSeconds(): string {
    return this.rarely(8) ? this.integer() : String(startMicros / 1_000_000 + this.random.between(-5, 200))
  }

  atMilliseconds(): string {
    return this.rarely(8) ? this.integer() : String(startMicros / 1000 + this.random.between(-5000, 200_000))
  }

  /** Sometimes in capitals, as people write. */
  word(text: string): string {
    return this.rarely(3) ? text.toUpperCase() : text
  }

  streamId(): string {
    const kind = this.random.integer(10)
    const milliseconds = startMicros / 1000 + this.random.integer(100)
    if (kind === 0) return this.pick(['0', '0-0', '0-1', '1', '-', '+', '$', '>', '*'])
    if (kind === 1) {
      return this.pick([
        '18446744073709551615-18446744073709551615',
        '18446744073709551616',
        '1-1-1',
        'a',
        '',
        '5-*',
        '-1',
      ])
    }
    if (kind < 5) return `${1 + this.random.integer(30)}-${this.random.integer(4)}`
    if (kind < 7) return String(1 + this.random.integer(30))
    return `${milliseconds}-${this.random.integer(3)}`
  }

  bound(): string {
    const id = this.streamId()
    return this.rarely(6) ? `(${id}` : this.rarely(2) ? this.pick(['-', '+']) : id
  }
}
