import { murmur64 } from './murmur64'

const REGISTERS = 16_384
const HEADER = 16
const SIZE = HEADER + (REGISTERS * 6) / 8
/** Bits of the hash behind the 14 that choose the register. */
const RUN_BITS = 50
/** 0.5 / ln 2 */
const ALPHA = 0.7213475204444817
/** The top bit of the kept count says that it is out of date. */
const OUT_OF_DATE = 0x80

/**
 * A HyperLogLog in the dense form of Redis (hyperloglog.c): a header with the last count, then 16384 registers of 6
 * bits. Redis keeps small ones in a sparse form, which counts alike and is not modelled: the bytes of the value differ.
 *
 * The estimator is the one of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017).
 */
export class HyperLogLog {
  readonly bytes: Uint8Array

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  static empty(): HyperLogLog {
    const bytes = new Uint8Array(SIZE)
    bytes.set([0x48, 0x59, 0x4c, 0x4c])
    return new HyperLogLog(bytes)
  }

  /** @returns null when the bytes are no dense HyperLogLog */
  static over(bytes: Uint8Array): HyperLogLog | null {
    const isMagic = bytes[0] === 0x48 && bytes[1] === 0x59 && bytes[2] === 0x4c && bytes[3] === 0x4c
    return isMagic && bytes[4] === 0 && bytes.length === SIZE ? new HyperLogLog(bytes) : null
  }

  /** @returns whether a register has changed, so that the count may have */
  add(element: string): boolean {
    const hash = murmur64(element)
    const register = Number(hash & 0x3fffn)
    let rest = (hash >> 14n) | (1n << BigInt(RUN_BITS))
    let run = 1
    for (; (rest & 1n) === 0n; rest >>= 1n) run++
    if (this.#get(register) >= run) return false
    this.#set(register, run)
    return true
  }

  merge(other: HyperLogLog | null): void {
    if (other === null) return
    this.forgetCount()
    for (let index = 0; index < REGISTERS; index++) {
      const value = other.#get(index)
      if (value > this.#get(index)) this.#set(index, value)
    }
  }

  get isCounted(): boolean {
    return ((this.bytes[15] as number) & OUT_OF_DATE) === 0
  }

  forgetCount(): void {
    this.bytes[15] = (this.bytes[15] as number) | OUT_OF_DATE
  }

  /** The estimate, which is then kept in the header. */
  count(): number {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset)
    if (this.isCounted) return Number(view.getBigUint64(8, true))
    const estimate = this.#estimate()
    view.setBigUint64(8, BigInt(estimate), true)
    return estimate
  }

  #estimate(): number {
    const histogram = new Array<number>(64).fill(0)
    for (let index = 0; index < REGISTERS; index++) {
      const value = this.#get(index)
      histogram[value] = (histogram[value] as number) + 1
    }
    let z = REGISTERS * tau((REGISTERS - (histogram[RUN_BITS + 1] as number)) / REGISTERS)
    for (let run = RUN_BITS; run >= 1; run--) z = (z + (histogram[run] as number)) * 0.5
    z += REGISTERS * sigma((histogram[0] as number) / REGISTERS)
    return Math.round((ALPHA * REGISTERS * REGISTERS) / z)
  }

  #get(register: number): number {
    const bit = register * 6
    const at = HEADER + (bit >> 3)
    const shift = bit & 7
    const both = (this.bytes[at] as number) | ((this.bytes[at + 1] ?? 0) << 8)
    return (both >> shift) & 63
  }

  #set(register: number, value: number): void {
    const bit = register * 6
    const at = HEADER + (bit >> 3)
    const shift = bit & 7
    const both = (this.bytes[at] as number) | ((this.bytes[at + 1] ?? 0) << 8)
    const changed = (both & ~(63 << shift)) | (value << shift)
    this.bytes[at] = changed & 255
    if (at + 1 < this.bytes.length) this.bytes[at + 1] = changed >> 8
  }
}

function sigma(x: number): number {
  if (x === 1) return Infinity
  let [base, y, z] = [x, 1, x]
  for (let before = Number.NaN; before !== z; ) {
    base *= base
    before = z
    z += base * y
    y += y
  }
  return z
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0
  let [base, y, z] = [x, 1, 1 - x]
  for (let before = Number.NaN; before !== z; ) {
    base = Math.sqrt(base)
    before = z
    y *= 0.5
    z -= (1 - base) * (1 - base) * y
  }
  return z / 3
}
