/** Gives every text a number, in order of first use. */
export class Interned {
  private readonly ids = new Map<string, number>()
  private readonly texts: string[] = []

  constructor(private readonly added: (text: string) => void) {}

  get size(): number {
    return this.texts.length
  }
  id(text: string): number {
    let id = this.ids.get(text)
    if (id === undefined) {
      id = this.texts.length
      this.ids.set(text, id)
      this.texts.push(text)
      this.added(text)
    }
    return id
  }
  from(first: number): string[] {
    return this.texts.slice(first)
  }
}
