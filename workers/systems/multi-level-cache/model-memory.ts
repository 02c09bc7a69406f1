import { TimedEntries, type TimedEntry, type TimedLookup } from '../../algorithms/caching/timed-entries'
import type { Micros } from '../../kernel/time'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import type { LevelPictures } from './model-picture'
import type { CacheWitness } from './model-witness'

/** Null as a value says that the database has nothing for the key. */
export type MemoryEntry = TimedEntry<string | null> & {
  /** How long the load took, and until when the shared cache calls it fresh: early refresh looks at both. */
  readonly loadMicros: Micros
  readonly sharedUntil: Micros
}

export function valueText(value: string | null): string {
  return value ?? 'nothing'
}

/** The first level: entries in the memory of one app. */
export class MemoryLevel {
  private entries: TimedEntries<string | null>
  /** When each key was last taken out: what was asked for before that is not kept any more, nor is an older version. */
  private readonly droppedAt = new Map<string, Micros>()
  /** The name under which each key was last kept. */
  private readonly names = new Map<string, string>()

  /** Whoever would tell of changes cannot be heard: nothing is kept. */
  private isDeaf = false

  constructor(
    private readonly node: Node,
    private readonly capacity: number,
    private readonly witness: CacheWitness,
    private readonly pictures: LevelPictures,
  ) {
    this.entries = new TimedEntries(capacity)
    pictures.watch(node, (key) => this.entries.peek(this.names.get(key) ?? key) ?? null)
  }

  get(name: string): TimedLookup<string | null> & { readonly entry?: TimedEntry<string | null> } {
    const found = this.entries.get(name, this.node.now)
    this.pictures.tick()
    return found
  }

  /**
   * @param below until when the level below has it, null when there is none
   * @param askedAt when the value was asked for
   */
  put(name: string, entry: MemoryEntry, below: Micros | null, askedAt: Micros): void {
    const { node } = this
    if (this.isDeaf) return
    const [key, value] = [keyOfName(name), valueText(entry.value)]
    if ((this.droppedAt.get(name) ?? -1) > askedAt) return node.mark(marks.lateCopy, { key, value })
    const held = this.entries.peek(name)
    if (held !== undefined && held.freshUntil >= node.now && held.version > entry.version)
      return node.mark(marks.olderCopy, { key, value, newer: valueText(held.value) })
    this.entries.put(name, entry)
    this.names.set(key, name)
    this.pictures.show()
    if (below === null) return
    this.witness.kept(`the memory of ${node.name}`, name, entry.staleUntil, this.witness.deadlineBelow(name), node.now)
    const told = { key, value, life: entry.staleUntil - node.now, below: below - node.now }
    node.mark(told.life > told.below + 2_000 ? marks.outlives : marks.copied, told)
  }

  /** For who writes a version: takes out what is older, and leaves what another one has written after it. */
  dropOlder(name: string, version: number): void {
    const held = this.entries.peek(name)
    if (held === undefined || held.version < version) this.drop(name)
  }

  /** From now on nobody can tell of changes, or somebody can again: all that was kept before goes. */
  setDeaf(isDeaf: boolean): void {
    if (this.isDeaf === isDeaf) return
    this.isDeaf = isDeaf
    const { node, entries } = this
    if (isDeaf) {
      node.mark(marks.emptied, { app: node.name, entries: entries.size })
      this.entries = new TimedEntries(this.capacity)
    } else node.mark(marks.hears, { app: node.name })
    this.pictures.show()
  }

  drop(name: string): boolean {
    this.droppedAt.set(name, this.node.now)
    const was = this.entries.delete(name)
    this.pictures.show()
    return was
  }
}

/** With versioned keys a name is `k1#3`: the key and its generation. */
export function keyOfName(name: string): string {
  return name.split('#')[0] ?? name
}
