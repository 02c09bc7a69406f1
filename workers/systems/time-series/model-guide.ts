import type { GuideAggregation, GuideStore } from '../../algorithms/time-series/guide-store'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { StoreWitness } from './model-checks'
import * as marks from './model-marks'
import { type Question, type Sample, type StoreRequest, seriesName } from './model-messages'
import { answerPicture } from './model-picture'
import type { StoreSettings } from './model-store'

const MS = 1_000
const WRITE = 100
const POINT = 20
const QUERY = 300
/** Work of moving one point of an array by one place. */
const MOVE = 1

/**
 * The store of the guide behind the same requests. Its memory is all it has: a crash loses everything. Functions that it
 * does not know are asked as an average.
 */
export class GuideNode implements Component {
  private readonly station: Station
  private readonly newest = new Map<string, number>()

  constructor(
    private readonly node: Node,
    private readonly settings: StoreSettings,
    private readonly store: GuideStore,
    private readonly witness: StoreWitness,
  ) {
    this.station = node.station(settings)
    for (const key of ['late', 'refused']) node.gauge(key).set(0)
    this.show()
  }

  *handle(request: Request): Process<Response> {
    const body = request.body as StoreRequest
    const first = yield* this.station.serve(body.kind === 'write' ? WRITE + body.samples.length * POINT : QUERY)
    if (first.kind === 'rejected') return this.busy(first.reason)
    const extraMicros = body.kind === 'write' ? this.write(body.samples) : this.query(body.question)
    if (extraMicros === 0) return { status: 200 }
    const second = yield* this.station.serve(extraMicros)
    return second.kind === 'rejected' ? this.busy(second.reason) : { status: 200 }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private busy(cause: string): Response {
    return { status: 503, failure: { cause, by: this.node.name } }
  }

  /** @returns the work of moving points. */
  private write(samples: readonly Sample[]): number {
    const { node, store, settings } = this
    const now = Math.floor(node.now / MS)
    let work = 0
    for (const sample of samples) {
      const series = seriesName(sample)
      const { moved, dropped } = store.write(series, sample.time, sample.value, now)
      const newest = Math.max(sample.time, this.newest.get(series) ?? sample.time)
      this.newest.set(series, newest)
      this.witness.accepted(sample)
      work += moved * MOVE
      if (moved > 0) {
        node.gauge('late').add(1)
        node.mark(marks.guideMoved, { series, lateBy: (newest - sample.time) * MS, moved })
      }
      if (dropped > 0 && sample.time < now - settings.retentionMs)
        node.mark(marks.guideDropped, { series, points: dropped, age: settings.retentionMs * MS })
    }
    this.witness.expired(now - settings.retentionMs, now - settings.retentionMs)
    this.show()
    return work
  }

  /** @returns no work: nothing is found, so nothing is read. */
  private query(question: Question): number {
    const { node, store } = this
    const metric = question.host === '*' ? 'a1' : question.host
    const fn = guideFunction(question)
    const { points } = store.query(metric, fn)
    const answer = points[0]?.value ?? 0
    const stored = store.everything(metric).filter(({ time }) => time >= question.from && time < question.to)
    const columns = {
      times: Float64Array.from(stored, ({ time }) => time),
      values: Float64Array.from(stored, ({ value }) => value),
    }
    const steps = Math.ceil((question.to - question.from) / question.step)
    node.fact('answer').set({ ...answerPicture({ ...question, fn }, Array(steps).fill(answer), columns) })
    node.mark(marks.guideAnswered, { fn, stored: store.everything(metric).length, answer, entries: store.indexEntries })
    return 0
  }

  private show(): void {
    const { node, store } = this
    node.gauge('points').set(store.stored)
    node.gauge('series').set(store.seriesCount)
    node.gauge('entries').set(store.indexEntries)
  }
}

function guideFunction({ fn }: Question): GuideAggregation {
  return fn === 'sum' || fn === 'max' || fn === 'min' ? fn : 'avg'
}
