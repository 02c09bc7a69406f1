import { Server, type ServerOptions } from '../../components/server'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { ArrivalsPicture } from '../glyphs'
import { tooMany } from './model-marks'

/** Parts of the window before and of the present one. Even, so that the edge lies between two. */
const ARRIVAL_CELLS = 24

/**
 * What the limit protects: workers with a queue, and a meter of what really arrives, which knows nothing of limiters.
 * Reading: that of a server, `within` and `most` (requests of one key within one window length, now and at most), and the
 * fact `arrivals`.
 */
export class MeteredService implements Component {
  private readonly server: Server
  private readonly within: Gauge
  private readonly most: Gauge
  private readonly times = new Map<string, Micros[]>()

  constructor(
    private readonly node: Node,
    options: ServerOptions,
    private readonly windowMicros: Micros,
    /** How many of a key are meant within one window length. */
    private readonly meant: number,
  ) {
    this.server = new Server(node, options)
    this.within = node.gauge('within')
    this.most = node.gauge('most')
    this.within.set(0)
    this.most.set(0)
  }

  *handle(request: Request): Process<Response> {
    this.meter(request.key ?? '')
    return yield* this.server.handle(request)
  }

  slowdown(factor: number): void {
    this.server.slowdown(factor)
  }

  private meter(key: string): void {
    const { node, windowMicros } = this
    const { now } = node
    // Two windows of the clock on the wall: the one before and the present one.
    const from = Math.max(0, (Math.floor(now / windowMicros) - 1) * windowMicros)
    const times = (this.times.get(key) ?? []).filter((time) => time >= Math.min(from, now - windowMicros))
    times.push(now)
    this.times.set(key, times)
    const within = times.filter((time) => time > now - windowMicros).length
    this.within.set(within)
    this.most.set(Math.max(this.most.value, within))
    if (within > this.meant) node.mark(tooMany, { key, within, window: windowMicros, meant: this.meant })
    const cellMicros = (2 * windowMicros) / ARRIVAL_CELLS
    const cells = new Array<number>(ARRIVAL_CELLS).fill(0)
    for (const time of times) {
      const cell = Math.floor((time - from) / cellMicros)
      if (cell >= 0 && cell < ARRIVAL_CELLS) cells[cell] = (cells[cell] as number) + 1
    }
    const picture: ArrivalsPicture = { key, cells, fromMicros: from, atMicros: now, within, meant: this.meant }
    node.fact('arrivals').set(picture)
  }
}
