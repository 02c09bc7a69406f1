import type { Chunk } from '../protocol'
import { Float64Column, Uint32Column } from './columns'
import { Digest } from './digest'

type Groups = Pick<Chunk, 'eventAt' | 'hops' | 'settles' | 'requests' | 'ends' | 'gauges' | 'marks' | 'stages'>

/**
 * The columns of the chunk that is being recorded, each with a rolling digest of its own, so that the digest does not
 * depend on where chunks are cut.
 */
export class RecordedColumns {
  readonly eventAt = new Float64Column()
  readonly hopEvent = new Uint32Column()
  readonly hopDue = new Float64Column()
  readonly hopLinkAndKind = new Uint32Column()
  readonly hopRequest = new Uint32Column()
  readonly hopCause = new Uint32Column()
  readonly hopLabel = new Uint32Column()
  readonly hopBytes = new Uint32Column()
  readonly settleHop = new Uint32Column()
  readonly settleEvent = new Uint32Column()
  readonly settleFate = new Uint32Column()
  readonly requestEvent = new Uint32Column()
  readonly requestNode = new Uint32Column()
  readonly requestLabel = new Uint32Column()
  readonly endRequest = new Uint32Column()
  readonly endEvent = new Uint32Column()
  readonly endCause = new Uint32Column()
  readonly endBy = new Uint32Column()
  readonly gaugeEvent = new Uint32Column()
  readonly gaugeSlot = new Uint32Column()
  readonly gaugeValue = new Float64Column()
  readonly markEvent = new Uint32Column()
  readonly markNode = new Uint32Column()
  readonly markTemplate = new Uint32Column()
  readonly markRequest = new Uint32Column()
  readonly markArgs = new Float64Column()
  readonly stageEvent = new Uint32Column()
  readonly stageRequest = new Uint32Column()
  readonly stageHop = new Uint32Column()
  readonly stageNodeAndStage = new Uint32Column()
  readonly stageAmount = new Uint32Column()

  private readonly words: readonly Digested<Uint32Column>[]
  private readonly doubles: readonly Digested<Float64Column>[]

  constructor() {
    const all = Object.values(this) as unknown[]
    this.words = all.filter((column) => column instanceof Uint32Column).map(digested)
    this.doubles = all.filter((column) => column instanceof Float64Column).map(digested)
  }

  /** Takes what is new in every column into that column's digest. */
  digestNew(): void {
    for (const entry of this.words) {
      const { array, length } = entry.column
      entry.digest.words(array, entry.done, length)
      entry.done = length
    }
    for (const entry of this.doubles) {
      const { array, length } = entry.column
      entry.digest.numbers(array, entry.done, length)
      entry.done = length
    }
  }

  /** Adds the state of every column's digest to `total`. */
  addTo(total: Digest): void {
    for (const { digest } of this.words) total.add(digest)
    for (const { digest } of this.doubles) total.add(digest)
  }

  /** Copies of all columns, ready to be transferred. The columns are empty afterwards. */
  take(): Groups {
    const groups: Groups = {
      eventAt: this.eventAt.slice(0),
      hops: {
        sentEvent: this.hopEvent.slice(0),
        dueMicros: this.hopDue.slice(0),
        linkAndKind: this.hopLinkAndKind.slice(0),
        request: this.hopRequest.slice(0),
        cause: this.hopCause.slice(0),
        label: this.hopLabel.slice(0),
        bytes: this.hopBytes.slice(0),
      },
      settles: {
        hop: this.settleHop.slice(0),
        event: this.settleEvent.slice(0),
        fate: this.settleFate.slice(0),
      },
      requests: {
        event: this.requestEvent.slice(0),
        node: this.requestNode.slice(0),
        label: this.requestLabel.slice(0),
      },
      ends: {
        request: this.endRequest.slice(0),
        event: this.endEvent.slice(0),
        cause: this.endCause.slice(0),
        by: this.endBy.slice(0),
      },
      gauges: {
        event: this.gaugeEvent.slice(0),
        slot: this.gaugeSlot.slice(0),
        value: this.gaugeValue.slice(0),
      },
      marks: {
        event: this.markEvent.slice(0),
        node: this.markNode.slice(0),
        template: this.markTemplate.slice(0),
        request: this.markRequest.slice(0),
        args: this.markArgs.slice(0),
      },
      stages: {
        event: this.stageEvent.slice(0),
        request: this.stageRequest.slice(0),
        hop: this.stageHop.slice(0),
        nodeAndStage: this.stageNodeAndStage.slice(0),
        amount: this.stageAmount.slice(0),
      },
    }
    this.empty()
    return groups
  }

  /** Forgets the records, but not their digests. */
  empty(): void {
    this.digestNew()
    for (const entry of [...this.words, ...this.doubles]) {
      entry.column.cut(0)
      entry.done = 0
    }
  }
}

interface Digested<C> {
  readonly column: C
  readonly digest: Digest
  /** How many values of the column the digest has. */
  done: number
}

function digested<C>(column: C): Digested<C> {
  return { column, digest: new Digest(), done: 0 }
}
