import type { Node } from '../network/node'
import type { CurvePoint } from '../systems/glyphs'
import type { FleetSample } from './fleet-monitor'

/** Stages that are remembered. */
const MOST = 12

interface Stage {
  busyMicros: number
  workerMicros: number
  machineMicros: number
  served: number
  micros: number
  spanMicros: number
}

/**
 * Adds samples of a fleet up to one point a stage of a load test. The sample in which a stage begins is left out, since
 * it belongs to both, and so are those in which no machine was ready all the time. Reading: fact `points` (CurvePoint[]), the present stage last.
 */
export class LoadCurve {
  private done: readonly CurvePoint[] = []
  private stage: Stage = emptyStage()
  private skipsNext = false

  constructor(private readonly node: Node) {
    node.fact('points').set([])
  }

  beginStage(): void {
    const point = pointOf(this.stage)
    if (point !== null) this.done = [...this.done, point].slice(1 - MOST)
    this.stage = emptyStage()
    this.skipsNext = true
  }

  add(sample: FleetSample): void {
    if (this.skipsNext || sample.workerMicros === 0) {
      this.skipsNext = false
      return
    }
    const { stage } = this
    stage.busyMicros += sample.busyMicros
    stage.workerMicros += sample.workerMicros
    stage.machineMicros += sample.machineMicros
    stage.served += sample.served
    stage.micros += sample.micros
    stage.spanMicros += sample.spanMicros
    const point = pointOf(stage)
    if (point !== null) this.node.fact('points').set([...this.done, point])
  }
}

function emptyStage(): Stage {
  return { busyMicros: 0, workerMicros: 0, machineMicros: 0, served: 0, micros: 0, spanMicros: 0 }
}

function pointOf({ busyMicros, workerMicros, machineMicros, served, micros, spanMicros }: Stage): CurvePoint | null {
  if (served === 0 || workerMicros === 0) return null
  return {
    busy: Math.round((1_000 * busyMicros) / workerMicros) / 10,
    micros: Math.round(micros / served),
    perSecond: Math.round((10_000_000 * served) / spanMicros) / 10,
    workers: Math.round(workerMicros / machineMicros),
  }
}
