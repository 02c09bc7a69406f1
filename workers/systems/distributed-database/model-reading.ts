import type { Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'

/** What a coordinator shows: `reads`, `writes`, `refused` and `repairs`, counted since it started. */
export class CoordinatorReading {
  readonly #reads: Gauge
  readonly #writes: Gauge
  readonly #refused: Gauge
  readonly #repairs: Gauge

  constructor(private readonly node: Node) {
    this.#reads = node.gauge('reads')
    this.#writes = node.gauge('writes')
    this.#refused = node.gauge('refused')
    this.#repairs = node.gauge('repairs')
    for (const gauge of [this.#reads, this.#writes, this.#refused, this.#repairs]) gauge.set(0)
  }

  read(): void {
    this.#reads.add(1)
  }

  wrote(): void {
    this.#writes.add(1)
  }

  /** So many copies get the newest value because a read found them older. */
  repaired(copies: number): void {
    this.#repairs.add(copies)
  }

  /** A request fails for another reason. */
  failed(): void {
    this.#refused.add(1)
  }

  /** Too few copies answered. */
  refuse(kind: 'read' | 'write', key: string, answers: marks.Answers): Response {
    this.#refused.add(1)
    this.node.mark(marks.refused, { kind, key, ...answers })
    return { status: 503, failure: { cause: `${answers.got} of ${answers.need} copies answer`, by: this.node.name } }
  }
}
