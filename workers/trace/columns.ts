/** Growing typed arrays. Appending is amortised constant time; a chunk is a copy of a tail, ready to be transferred. */

const FIRST_CAPACITY = 64

export class Uint32Column {
  array = new Uint32Array(FIRST_CAPACITY)
  length = 0

  push(value: number): void {
    if (this.length === this.array.length) this.reserve(this.length + 1)
    this.array[this.length++] = value
  }
  append(values: Uint32Array): void {
    this.reserve(this.length + values.length)
    this.array.set(values, this.length)
    this.length += values.length
  }
  at(index: number): number {
    return this.array[index] as number
  }
  /** Forgets everything from `length` on. */
  cut(length: number): void {
    this.length = Math.min(this.length, length)
  }
  slice(from: number): Uint32Array<ArrayBuffer> {
    return this.array.slice(from, this.length)
  }
  private reserve(capacity: number): void {
    if (capacity <= this.array.length) return
    const grown = new Uint32Array(Math.max(capacity, this.array.length * 2))
    grown.set(this.array.subarray(0, this.length))
    this.array = grown
  }
}

export class Float64Column {
  array = new Float64Array(FIRST_CAPACITY)
  length = 0

  push(value: number): void {
    if (this.length === this.array.length) this.reserve(this.length + 1)
    this.array[this.length++] = value
  }
  append(values: Float64Array): void {
    this.reserve(this.length + values.length)
    this.array.set(values, this.length)
    this.length += values.length
  }
  at(index: number): number {
    return this.array[index] as number
  }
  /** Forgets everything from `length` on. */
  cut(length: number): void {
    this.length = Math.min(this.length, length)
  }
  slice(from: number): Float64Array<ArrayBuffer> {
    return this.array.slice(from, this.length)
  }
  private reserve(capacity: number): void {
    if (capacity <= this.array.length) return
    const grown = new Float64Array(Math.max(capacity, this.array.length * 2))
    grown.set(this.array.subarray(0, this.length))
    this.array = grown
  }
}

/** How many of the first `length` sorted values are ≤ `value`. */
export function countUpTo(sorted: ArrayLike<number>, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the first `length` sorted values are < `value`. */
export function countBelow(sorted: ArrayLike<number>, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
