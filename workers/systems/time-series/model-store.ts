import { bytesOf, openBlock, type SealedBlock } from '../../algorithms/time-series/block'
import type { Series } from '../../algorithms/time-series/series'
import type { SeriesStore, Written } from '../../algorithms/time-series/store'
import { bitsOfTimestamps } from '../../algorithms/time-series/timestamps'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { BlockPicture } from '../glyphs'
import type { StoreWitness } from './model-checks'
import * as marks from './model-marks'
import { labelsOf, type Sample, type StoreRequest, seriesName } from './model-messages'
import { blockPicture, rounded, SHOWN_BLOCKS } from './model-picture'
import { answerQuestion } from './model-query'

const MS = 1_000
/** Work of a write, of each of its points, of a series that is new, and of a query before it reads anything. */
const WRITE = 100
const POINT = 20
const NEW_SERIES = 300
const QUERY = 300
/** Work of a point that is read back from the log. */
const REPLAY = 20
/** Bits of a block that are of no point: its start, the first difference and the marker at its end. */
const FRAME_BITS = 64 + 14 + 37
/** Hosts whose bytes a point are shown. */
const SHOWN_HOSTS = 3

export interface StoreSettings {
  readonly workers: number
  readonly queueCapacity: number
  /** Work of a point, a summary or a roll-up that a query reads. */
  readonly readMicros: number
  /** Age in milliseconds at which points and roll-ups go. */
  readonly retentionMs: number
  readonly rollUpRetentionMs: number
  readonly rollUpMs: number
  /** Whether points are written to a log first, from which a restart gets the heads back. */
  readonly log: boolean
}

/**
 * What outlives a crash: sealed blocks, roll-ups and the index, as on a disk. With a log the heads do too; without one
 * the restart loses them.
 */
export interface Disk {
  readonly store: SeriesStore
  /** In which order the blocks were sealed: the first number of each series' list is that of its block 1. */
  readonly orders: Map<Series, number[]>
  sealed: number
  starts: number
}

/**
 * Takes points from agents, seals them in blocks, answers range queries, and in the background rolls up and drops what
 * is old. Reading: `points` (stored), `series`, `bytes` (all of it), `head` (points of all heads), `lastValue`, `late`, `refused`,
 * `bytesEach:<host>` (bytes a point of sealed blocks), facts `blocks` and `answer`.
 */
export class StoreNode implements Component {
  private readonly station: Station
  private shown: readonly BlockPicture[] = []
  private readonly sealedBy = new Map<string, { bytes: number; points: number }>()

  constructor(
    private readonly node: Node,
    private readonly settings: StoreSettings,
    private readonly disk: Disk,
    private readonly witness: StoreWitness,
  ) {
    this.station = node.station(settings)
    for (const key of ['late', 'refused']) node.gauge(key).set(0)
    this.show()
  }

  *start(): Process {
    const { node, settings, disk } = this
    if (disk.starts++ > 0) yield* this.recover()
    for (;;) {
      yield* node.sleep(settings.rollUpMs * MS)
      this.housekeeping()
    }
  }

  *handle(request: Request): Process<Response> {
    const body = request.body as StoreRequest
    const first = yield* this.station.serve(body.kind === 'write' ? WRITE + body.samples.length * POINT : QUERY)
    if (first.kind === 'rejected') return this.busy(first.reason)
    const { response, extraMicros } = body.kind === 'write' ? this.write(body.samples) : this.query(body)
    if (extraMicros === 0) return response
    const second = yield* this.station.serve(extraMicros)
    return second.kind === 'rejected' ? this.busy(second.reason) : response
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private busy(cause: string): Response {
    return { status: 503, failure: { cause, by: this.node.name } }
  }

  private query({ question }: Extract<StoreRequest, { kind: 'query' }>) {
    const { answer, touched } = answerQuestion(this.node, this.disk, question, this.settings.readMicros)
    this.witness.answered(question, answer)
    const extraMicros = (touched.points + touched.summaries + touched.rollUps) * this.settings.readMicros
    return { response: { status: 200, body: [...answer] } as Response, extraMicros }
  }

  private write(samples: readonly Sample[]) {
    let refused = ''
    let extraMicros = 0
    for (const sample of samples) {
      const before = this.sealedCount(sample)
      const written = this.disk.store.write(labelsOf(sample), sample.time, sample.value)
      if (written.isNew) extraMicros += this.welcome(sample)
      refused = this.tell(sample, written) || refused
      for (const block of written.series.blocks)
        if (block.number > before) this.tellSealed(sample, written.series, block)
    }
    const last = samples.at(-1)
    if (last !== undefined) this.node.gauge('lastValue').set(rounded(last.value))
    this.show()
    const response: Response =
      refused === '' ? { status: 200 } : { status: 400, failure: { cause: refused, by: this.node.name } }
    return { response, extraMicros }
  }

  /** Number of the last block of the sample's series. */
  private sealedCount(sample: Sample): number {
    const id = this.disk.store.index.find(labelsOf(sample))
    return id === null ? 0 : (this.disk.store.series(id)?.blocks.at(-1)?.number ?? 0)
  }

  private welcome(sample: Sample): number {
    const { store } = this.disk
    this.node.mark(marks.newSeries, { series: seriesName(sample), count: store.seriesCount, bytes: store.bytes })
    return NEW_SERIES
  }

  /** Says what became of a point. @returns why it was refused, or nothing. */
  private tell(sample: Sample, { series, verdict }: Written): string {
    const { node } = this
    const name = seriesName(sample)
    const lateBy = (series.newest - sample.time) * MS
    const window = series.options.windowTicks * MS
    if (verdict === 'appended' || verdict === 'reordered') this.witness.accepted(sample)
    if (verdict === 'appended') return ''
    if (verdict === 'reordered') {
      node.gauge('late').add(1)
      node.mark(marks.late, { series: name, lateBy, window, moved: series.pointsBehind(sample.time + 1) })
      return ''
    }
    node.gauge('refused').add(1)
    if (verdict === 'duplicate') node.mark(marks.refusedTwice, { series: name })
    else node.mark(marks.refusedOld, { series: name, lateBy, window })
    return verdict === 'duplicate' ? 'a second point of one moment' : 'a point too old'
  }

  private tellSealed(sample: Sample, series: Series, block: SealedBlock): void {
    const { node, disk } = this
    const order = ++disk.sealed
    const orders = disk.orders.get(series) ?? []
    orders.push(order)
    disk.orders.set(series, orders)
    this.witness.sealed(sample, block)
    const [points, bytes] = [block.count, bytesOf(block)]
    const timeBits = block.codec === 'raw' ? 64 : rounded(bitsOfTimestamps(openBlock(block).times) / points)
    const valueBits = block.codec === 'raw' ? 64 : rounded((bytes * 8 - FRAME_BITS) / points - timeBits)
    const each = rounded(bytes / points)
    const details = { series: seriesName(sample), block: block.number, order, points, bytes, each, timeBits, valueBits }
    node.mark(block.codec === 'raw' ? marks.sealedRaw : marks.sealed, details)
    this.shown = [...this.shown, blockPicture(seriesName(sample), order, block)].slice(-SHOWN_BLOCKS)
    node.fact('blocks').set([...this.shown])
    this.countBytes(sample.host, bytes, points)
  }

  private countBytes(host: string, bytes: number, points: number): void {
    const sealed = this.sealedBy.get(host) ?? { bytes: 0, points: 0 }
    if (!this.sealedBy.has(host) && this.sealedBy.size === SHOWN_HOSTS) return
    sealed.bytes += bytes
    sealed.points += points
    this.sealedBy.set(host, sealed)
    this.node.gauge(`bytesEach:${host}`).set(rounded(sealed.bytes / sealed.points))
  }

  private housekeeping(): void {
    const { node, settings, disk } = this
    const now = Math.floor(node.now / MS)
    const count = disk.store.rollUp()
    if (count > 0) node.mark(marks.rolledUp, { count, span: settings.rollUpMs * MS, until: this.rolledUpTo() * MS })
    const pointsFrom = now - settings.retentionMs
    const rollUpsFrom = now - settings.rollUpRetentionMs
    const { points, series } = disk.store.expire(pointsFrom, rollUpsFrom)
    this.witness.expired(pointsFrom, rollUpsFrom)
    if (points > 0) node.mark(marks.expired, { points, age: settings.retentionMs * MS, series })
    if (count > 0 || points > 0) this.show()
  }

  /** The moment up to which every series is rolled up, in milliseconds. */
  private rolledUpTo(): number {
    let until = Number.POSITIVE_INFINITY
    for (const [, { rollUps }] of this.disk.store.all()) until = Math.min(until, Math.max(0, rollUps?.rolledUpTo ?? 0))
    return until
  }

  /** The log is read from its beginning; without one the heads are gone. */
  private *recover(): Process {
    const { node, disk, settings } = this
    let points = 0
    for (const [, series] of disk.store.all()) points += settings.log ? series.head.length : series.loseHead()
    const takes = settings.log ? points * REPLAY : 0
    if (takes > 0) yield* node.sleep(takes)
    if (settings.log) node.mark(marks.replayed, { points, takes })
    else if (points > 0) node.mark(marks.headsLost, { points })
    this.show()
  }

  private show(): void {
    const { node, disk } = this
    let [points, head] = [0, 0]
    for (const [, series] of disk.store.all()) {
      points += series.stored
      head += series.head.length
    }
    node.gauge('points').set(points)
    node.gauge('head').set(head)
    node.gauge('series').set(disk.store.seriesCount)
    node.gauge('bytes').set(disk.store.bytes)
  }
}
