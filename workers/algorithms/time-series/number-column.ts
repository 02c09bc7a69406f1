/** Numbers in one typed array that grows at the end and may lose its first ones. Only the first `length` count. */
export class NumberColumn {
  data: Float64Array
  length = 0

  constructor(capacity = 16) {
    this.data = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Float64Array(this.length * 2)
      larger.set(this.data)
      this.data = larger
    }
    this.data[this.length++] = value
  }

  dropFirst(count: number): void {
    this.data.copyWithin(0, count, this.length)
    this.length -= count
  }
}
