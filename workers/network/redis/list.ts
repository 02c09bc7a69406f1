/** A list with cheap pushes and pops at both ends: a ring of slots that doubles when it is full. */
export class List {
  #slots: string[] = new Array(8).fill('')
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  pushLeft(item: string): void {
    this.#makeRoom()
    this.#head = (this.#head - 1) & (this.#slots.length - 1)
    this.#slots[this.#head] = item
    this.#size++
  }

  pushRight(item: string): void {
    this.#makeRoom()
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = item
    this.#size++
  }

  popLeft(): string | undefined {
    if (this.#size === 0) return undefined
    const item = this.#slots[this.#head]
    this.#slots[this.#head] = ''
    this.#head = (this.#head + 1) & (this.#slots.length - 1)
    this.#size--
    return item
  }

  popRight(): string | undefined {
    if (this.#size === 0) return undefined
    const place = (this.#head + --this.#size) & (this.#slots.length - 1)
    const item = this.#slots[place]
    this.#slots[place] = ''
    return item
  }

  /** @param index from 0 to size - 1 */
  at(index: number): string {
    return this.#slots[(this.#head + index) & (this.#slots.length - 1)] as string
  }

  set(index: number, item: string): void {
    this.#slots[(this.#head + index) & (this.#slots.length - 1)] = item
  }

  /** The items from `start` up to and without `end`. */
  slice(start: number, end: number): string[] {
    const items: string[] = []
    for (let index = start; index < end; index++) items.push(this.at(index))
    return items
  }

  replace(items: readonly string[]): void {
    let slots = 8
    while (slots < items.length) slots *= 2
    this.#slots = [...items, ...new Array<string>(slots - items.length).fill('')]
    this.#head = 0
    this.#size = items.length
  }

  #makeRoom(): void {
    if (this.#size < this.#slots.length) return
    const items = this.slice(0, this.#size)
    this.#slots = [...items, ...new Array<string>(items.length).fill('')]
    this.#head = 0
  }
}
