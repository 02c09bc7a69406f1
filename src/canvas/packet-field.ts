import { Fate, NO_REQUEST } from '../../workers/protocol'
import type { Trace } from '../../workers/trace/trace'
import { tableX, tableY } from './curve'
import type { Layout, Pair } from './layout'
import { PacketTone, packetTone, shareOfWay } from './packet-tone'

const FIRST_CAPACITY = 256

/**
 * The packets of one moment in columns that are filled anew for every picture: drawing and hit-testing read the same
 * positions, in canvas units. Nothing is allocated once the columns are long enough.
 */
export class PacketField {
  length = 0
  x = new Float32Array(FIRST_CAPACITY)
  y = new Float32Array(FIRST_CAPACITY)
  tone = new Uint8Array(FIRST_CAPACITY)
  hop = new Uint32Array(FIRST_CAPACITY)
  /** 1 for the packets of the selected request. */
  ringed = new Uint8Array(FIRST_CAPACITY)
  /** For each pair of nodes, 1 while a failure of a request or a loss is shown on its link. */
  failing = new Uint8Array(0)

  private trace: Trace | null = null
  private layout: Layout | null = null
  private micros = 0
  private selected = NO_REQUEST

  /** @param selected id of the request whose packets get a ring, `NO_REQUEST` for none */
  collect(trace: Trace, layout: Layout, count: number, micros: number, selected: number): void {
    if (this.failing.length !== layout.pairs.length) this.failing = new Uint8Array(layout.pairs.length)
    else this.failing.fill(0)
    this.trace = trace
    this.layout = layout
    this.micros = micros
    this.selected = selected
    this.length = 0
    trace.forEachFlying(count, this.add)
  }

  clear(): void {
    this.length = 0
    this.failing.fill(0)
  }

  /** The hop drawn nearest to a point within `reach`, or null. Of two at one place the later one, which is drawn above. */
  nearest(x: number, y: number, reach: number): number | null {
    let best = reach * reach
    let found: number | null = null
    for (let index = 0; index < this.length; index++) {
      const dx = (this.x[index] as number) - x
      const dy = (this.y[index] as number) - y
      const distance = dx * dx + dy * dy
      if (distance > best) continue
      best = distance
      found = this.hop[index] as number
    }
    return found
  }

  private readonly add = (hop: number): void => {
    const trace = this.trace as Trace
    const layout = this.layout as Layout
    const link = trace.hopLink(hop)
    const pair = layout.pairOfLink[link] as number
    const progress = trace.hopProgress(hop, this.micros)
    const fate = trace.hopFate(hop)
    const request = trace.hopRequest(hop)
    const tone = packetTone(trace.hopKind(hop), fate, request, progress)
    const share = shareOfWay(fate, progress)
    const place = layout.against[link] === 1 ? 1 - share : share
    const { table } = layout.pairs[pair] as Pair
    if (this.length === this.x.length) this.grow()
    const index = this.length++
    this.x[index] = tableX(table, place)
    this.y[index] = tableY(table, place)
    this.tone[index] = tone
    this.hop[index] = hop
    this.ringed[index] = request !== NO_REQUEST && request === this.selected ? 1 : 0
    const bad = tone === PacketTone.failure || tone === PacketTone.fading || fate === Fate.refused
    if (bad && request !== NO_REQUEST) this.failing[pair] = 1
  }

  private grow(): void {
    const capacity = this.x.length * 2
    this.x = copyInto(new Float32Array(capacity), this.x)
    this.y = copyInto(new Float32Array(capacity), this.y)
    this.tone = copyInto(new Uint8Array(capacity), this.tone)
    this.hop = copyInto(new Uint32Array(capacity), this.hop)
    this.ringed = copyInto(new Uint8Array(capacity), this.ringed)
  }
}

function copyInto<T extends Float32Array | Uint8Array | Uint32Array>(larger: T, column: T): T {
  larger.set(column)
  return larger
}
