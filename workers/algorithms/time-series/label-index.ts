/** Names and values that tell a series from all others. */
export type Labels = Readonly<Record<string, string>>

/** A label must have a value, or must not have it. */
export interface Matcher {
  readonly label: string
  readonly value: string
  readonly not?: boolean
}

/** How a selection was made, one step a matcher, the shortest list first. */
export interface Selection {
  /** Ids of the series, ascending. */
  readonly ids: readonly number[]
  readonly steps: readonly { readonly matcher: Matcher; readonly listed: number; readonly left: number }[]
}

/** Bytes of an id in a list, and what an entry of a map takes beside its text, as a round figure. */
const ID_BYTES = 4
const ENTRY_BYTES = 48

/**
 * An inverted index over labels: for each label and value the ascending ids of the series that have it. A selection
 * intersects lists, so it never looks at a series that lacks one of the labels.
 */
export class LabelIndex {
  private readonly postings = new Map<string, Map<string, number[]>>()
  private readonly idByKey = new Map<string, number>()
  private readonly labelsById = new Map<number, Labels>()
  private nextId = 0
  private bytesHeld = 0

  get size(): number {
    return this.labelsById.size
  }
  /** About what the index takes: two bytes a character, four an id, and 48 an entry of a map. */
  get bytes(): number {
    return this.bytesHeld
  }

  /** The id of the series with exactly these labels, or null. */
  find(labels: Labels): number | null {
    return this.idByKey.get(keyOf(labels)) ?? null
  }

  labels(id: number): Labels | null {
    return this.labelsById.get(id) ?? null
  }

  /** @returns the id of the series with these labels, a new one when there is none yet. */
  add(labels: Labels): number {
    const key = keyOf(labels)
    const known = this.idByKey.get(key)
    if (known !== undefined) return known
    const id = this.nextId++
    this.idByKey.set(key, id)
    this.labelsById.set(id, labels)
    this.bytesHeld += 2 * ENTRY_BYTES + 2 * key.length
    for (const [label, value] of Object.entries(labels)) this.listOf(label, value).push(id)
    this.bytesHeld += ID_BYTES * Object.keys(labels).length
    return id
  }

  /** Forgets a series; an id is never given again. */
  remove(id: number): void {
    const labels = this.labelsById.get(id)
    if (labels === undefined) return
    const key = keyOf(labels)
    this.labelsById.delete(id)
    this.idByKey.delete(key)
    this.bytesHeld -= 2 * ENTRY_BYTES + 2 * key.length
    for (const [label, value] of Object.entries(labels)) this.drop(label, value, id)
  }

  /**
   * The series that fulfil all matchers; all series without any. A `not` matcher also takes series without the label.
   */
  select(matchers: readonly Matcher[]): Selection {
    const wanted = matchers.filter(({ not }) => not !== true)
    const unwanted = matchers.filter(({ not }) => not === true)
    const lists = wanted
      .map((matcher) => ({ matcher, list: this.listFor(matcher) }))
      .sort((a, b) => a.list.length - b.list.length)
    const steps: { matcher: Matcher; listed: number; left: number }[] = []
    let ids: readonly number[] | null = null
    for (const { matcher, list } of lists) {
      ids = ids === null ? list : intersect(ids, list)
      steps.push({ matcher, listed: list.length, left: ids.length })
    }
    let left: readonly number[] = ids ?? [...this.labelsById.keys()]
    for (const matcher of unwanted) {
      const list = this.listFor(matcher)
      left = subtract(left, list)
      steps.push({ matcher, listed: list.length, left: left.length })
    }
    return { ids: [...left], steps }
  }

  private listFor({ label, value }: Matcher): readonly number[] {
    return this.postings.get(label)?.get(value) ?? []
  }

  private listOf(label: string, value: string): number[] {
    let values = this.postings.get(label)
    if (values === undefined) {
      values = new Map()
      this.postings.set(label, values)
      this.bytesHeld += ENTRY_BYTES + 2 * label.length
    }
    let list = values.get(value)
    if (list === undefined) {
      list = []
      values.set(value, list)
      this.bytesHeld += ENTRY_BYTES + 2 * value.length
    }
    return list
  }

  private drop(label: string, value: string, id: number): void {
    const values = this.postings.get(label)
    const list = values?.get(value)
    if (values === undefined || list === undefined) return
    list.splice(lowerBound(list, id, 0), 1)
    this.bytesHeld -= ID_BYTES
    if (list.length > 0) return
    values.delete(value)
    this.bytesHeld -= ENTRY_BYTES + 2 * value.length
    if (values.size > 0) return
    this.postings.delete(label)
    this.bytesHeld -= ENTRY_BYTES + 2 * label.length
  }
}

/** Labels as one text, whatever the order they are written in. */
function keyOf(labels: Labels): string {
  const names = Object.keys(labels).sort((a, b) => (a < b ? -1 : 1))
  return JSON.stringify(names.map((name) => [name, labels[name]]))
}

/** What is in both ascending lists; `few` is walked, `many` is searched in leaps from where the last search ended. */
function intersect(few: readonly number[], many: readonly number[]): number[] {
  const both: number[] = []
  let place = 0
  for (const id of few) {
    let leap = 1
    while (place + leap < many.length && (many[place + leap] as number) < id) leap *= 2
    place = lowerBound(many, id, place, Math.min(many.length, place + leap))
    if (many[place] === id) both.push(id)
  }
  return both
}

function subtract(ids: readonly number[], list: readonly number[]): number[] {
  let place = 0
  return ids.filter((id) => {
    while (place < list.length && (list[place] as number) < id) place++
    return list[place] !== id
  })
}

/** The first place from `low` on, before `high`, whose id is `id` or more. */
function lowerBound(list: readonly number[], id: number, low: number, high = list.length): number {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((list[middle] as number) < id) from = middle + 1
    else to = middle
  }
  return from
}
