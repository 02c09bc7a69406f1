import type { LimiterState } from '../../../workers/algorithms/rate-limit/limiter'
import type { Plain } from '../../../workers/protocol'
import type { Mark } from '../../../workers/trace/trace'
import { LIMITER_STEPS } from './limiter'

/** What a step tells of the memory that the limiter keeps for one key. */
export interface LimiterStep {
  readonly key: string
  readonly memory: LimiterState
  readonly chart: Chart
  readonly isRefusal: boolean
}

/** The staircase: counts in equal spans of time, the last one running. */
export interface Chart {
  readonly passed: readonly number[]
  readonly refused: readonly number[]
  readonly spanMicros: number
  readonly sinceMicros: number
}

/** Spans that fit into the chart; as many as the limiter records at most. */
export const CHART_SPANS = 24

/** The step that a mark shows, or null for any other mark. */
export function limiterStepOf(mark: Mark | null): LimiterStep | null {
  if (mark === null || !LIMITER_STEPS.includes(mark.name)) return null
  const { details } = mark
  const memory = memoryOf(details)
  if (memory === null) return null
  return {
    key: String(details.key),
    memory,
    chart: {
      passed: numbers(details.passed),
      refused: numbers(details.refused),
      spanMicros: number(details.span),
      sinceMicros: number(details.since),
    },
    isRefusal: mark.name === 'limiter/refused',
  }
}

/** A number as the sentences have it: at most three decimals. */
export function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

/** The memory in a few words: `4.2 of 10 tokens`. */
export function memoryText(memory: LimiterState): string {
  switch (memory.kind) {
    case 'bucket':
    case 'meter':
      return `${figure(memory.level)} of ${memory.capacity}`
    case 'buckets':
      return memory.levels.map(figure).join(' and ')
    case 'arrival':
      return `TAT ${figure(memory.aheadMicros / 1000)} ms`
    case 'window':
    case 'log':
      return `${memory.count} of ${memory.limit}`
    case 'weighted':
      return `${figure(memory.estimate)} of ${memory.limit}`
    case 'queue':
      return `${memory.waiting} of ${memory.capacity} wait`
    case 'open':
      return `${memory.open} of ${memory.limit} open`
  }
}

/**
 * The staircase as corners from the lower left, x as a fraction of all spans, y in units: what passed in a span stands at
 * its end, so that the drawing never shows more than had passed.
 */
export function stairs({ passed, spanMicros, sinceMicros }: Chart): readonly { x: number; y: number }[] {
  const whole = CHART_SPANS * spanMicros
  if (whole === 0) return []
  const corners = [{ x: 0, y: 0 }]
  let sum = 0
  passed.forEach((count, index) => {
    const x = Math.min((index + 1) * spanMicros, sinceMicros) / whole
    if (count > 0) corners.push({ x, y: sum })
    sum += count
    if (count > 0) corners.push({ x, y: sum })
  })
  corners.push({ x: sinceMicros / whole, y: sum })
  return corners
}

type Details = Readonly<Record<string, Plain>>

function memoryOf(details: Details): LimiterState | null {
  const n = (key: string): number => number(details[key])
  switch (details.kind) {
    case 'bucket':
    case 'meter':
      return { kind: details.kind, level: n('level'), capacity: n('capacity'), perSecond: n('perSecond') }
    case 'buckets': {
      const perSecond = numbers(details.perSecond)
      return { kind: 'buckets', levels: numbers(details.levels), capacities: numbers(details.capacities), perSecond }
    }
    case 'arrival':
      return { kind: 'arrival', aheadMicros: n('ahead'), mostMicros: n('most'), intervalMicros: n('interval') }
    case 'window':
      return {
        kind: 'window',
        count: n('count'),
        limit: n('limit'),
        elapsedMicros: n('elapsed'),
        windowMicros: n('window'),
      }
    case 'weighted':
      return {
        kind: 'weighted',
        previous: n('previous'),
        count: n('count'),
        estimate: n('estimate'),
        limit: n('limit'),
        elapsedMicros: n('elapsed'),
        windowMicros: n('window'),
      }
    case 'log':
      return {
        kind: 'log',
        count: n('count'),
        ages: numbers(details.ages),
        limit: n('limit'),
        windowMicros: n('window'),
      }
    case 'queue':
      return {
        kind: 'queue',
        waiting: n('waiting'),
        capacity: n('capacity'),
        intervalMicros: n('interval'),
        nextMicros: n('next'),
      }
    case 'open':
      return { kind: 'open', open: n('open'), limit: n('limit') }
    default:
      return null
  }
}

function number(value: Plain | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

function numbers(value: Plain | undefined): number[] {
  return Array.isArray(value) ? value.map((item) => number(item)) : []
}
