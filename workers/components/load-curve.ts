import { pricePerMillion } from '../algorithms/scaling/price'
import { peakOf } from '../algorithms/scaling/scalability'
import { fitScalability } from '../algorithms/scaling/scalability-fit'
import type { Node } from '../network/node'
import type { CurveFit, CurvePoint } from '../systems/glyphs'
import { defineMark } from '../trace/mark-definition'
import type { FleetSample } from './fleet-monitor'

/** Stages that are remembered, and how many a fit needs: with three the smallest error moves a peak far. */
const MOST = 12
const LEAST_FITTED = 4

interface Fitted {
  readonly [key: string]: number
  readonly stages: number
  /** The most workers of them. */
  readonly most: number
  readonly sigma: number
  /** κ in ten thousandths. */
  readonly kappa: number
}
const fittedPeak = defineMark<Fitted & { peak: number }>(
  'curve/fitted',
  'neutral',
  'The law nearest to {stages} stages, up to {most} workers, has σ = {sigma:percent} and κ = {kappa} / 10,000: its peak lies at {peak} workers.',
)
const fittedCeiling = defineMark<Fitted & { ceiling: number }>(
  'curve/fitted-ceiling',
  'neutral',
  'The law nearest to {stages} stages, up to {most} workers, has σ = {sigma:percent}: no number of workers does more than {ceiling} a second.',
)

interface Stage {
  busyMicros: number
  workerMicros: number
  machineMicros: number
  served: number
  micros: number
  spanMicros: number
  cents: number
}

/**
 * Adds samples of a fleet up to one point a stage of a load test. The sample in which a stage begins is left out, since
 * it belongs to both, and so are those in which no machine was ready all the time. When a stage ends, the Universal
 * Scalability Law is fitted to all that have ended, so that the peak can be told before it is reached. Reading: facts
 * `points` (CurvePoint[], the present stage last) and `fit` (CurveFit or null).
 */
export class LoadCurve {
  private done: readonly CurvePoint[] = []
  private stage: Stage = emptyStage()
  private skipsNext = false

  /** @param law which is fitted; null where stages do not differ in their workers, so that a fit says nothing */
  constructor(
    private readonly node: Node,
    private readonly law: 'usl' | 'amdahl' | null,
  ) {
    node.fact('points').set([])
    node.fact('fit').set(null)
  }

  beginStage(): void {
    const point = pointOf(this.stage)
    if (point !== null) this.done = [...this.done, point].slice(1 - MOST)
    if (point !== null && this.law !== null && this.done.length >= LEAST_FITTED) this.fit(this.law)
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
    stage.cents += sample.cents
    const point = pointOf(stage)
    if (point !== null) this.node.fact('points').set([...this.done, point])
  }

  private fit(law: 'usl' | 'amdahl'): void {
    const found = fitScalability(this.done, law)
    if (found === null) return
    const peak = peakOf(found)
    const [stages, sigma, kappa] = [this.done.length, rounded(found.sigma, 1_000), rounded(10_000 * found.kappa, 10)]
    const fit: CurveFit = { stages, sigma, kappa, peak: Number.isFinite(peak) ? rounded(peak, 10) : null }
    this.node.fact('fit').set(fit)
    const told = { stages, most: Math.max(...this.done.map(({ workers }) => workers)), sigma, kappa }
    if (fit.peak !== null) this.node.mark(fittedPeak, { ...told, peak: fit.peak })
    else if (sigma > 0) this.node.mark(fittedCeiling, { ...told, ceiling: rounded(found.alone / found.sigma, 10) })
  }
}

function rounded(value: number, parts: number): number {
  return Math.round(parts * value) / parts
}

function emptyStage(): Stage {
  return { busyMicros: 0, workerMicros: 0, machineMicros: 0, served: 0, micros: 0, spanMicros: 0, cents: 0 }
}

function pointOf(stage: Stage): CurvePoint | null {
  const { busyMicros, workerMicros, machineMicros, served, micros, spanMicros, cents } = stage
  if (served === 0 || workerMicros === 0) return null
  return {
    busy: Math.round((1_000 * busyMicros) / workerMicros) / 10,
    micros: Math.round(micros / served),
    perSecond: Math.round((10_000_000 * served) / spanMicros) / 10,
    workers: Math.round(workerMicros / machineMicros),
    centsPerMillion: Math.round(pricePerMillion(cents, served)),
  }
}
