import { createGaps, type Gaps } from '../../components/limit-traffic'
import {
  departuresKeepDistance,
  neverAboveEnvelope,
  neverAboveLimitInOwnWindow,
  neverAboveLimitWithin,
  neverMoreOpen,
  together,
  type Witness,
} from '../../components/limit-witnesses'
import { PoliteClient } from '../../components/polite-client'
import { type LimiterWitness, type MachineClock, RateLimiter } from '../../components/rate-limiter'
import { Server } from '../../components/server'
import { ShadowGateway } from '../../components/shadow-gateway'
import { ArrivalProcess } from '../../components/workload'
import type { Request } from '../../network/message'
import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import { defineMark } from '../../trace/mark-definition'
import type { SystemModel } from '../system'
import {
  ALGORITHMS,
  type Limits,
  limitsOf,
  longRateOf,
  makeStore,
  policyOf,
  rateOf,
  SIDE_BY_SIDE,
} from './model-limiters'

const GATEWAY = 'gateway'
const SERVICE = 'service'
/** How far the action sets a clock back. */
const STEP_BACK_MICROS = 60_000_000

const clockStepsBack = defineMark<{ node: string; step: number }>(
  'limiter/clock-back',
  'attention',
  'The clock of {node} is set back by {step:time}.',
)

const model: SystemModel = {
  build(world, variant, values) {
    const isCompared = variant === 'side-by-side'
    const limits = limitsOf(values)
    const names = isCompared ? SIDE_BY_SIDE : processNames(values.number('processes'))
    const latency = { kind: 'fixed', micros: values.number('latency') } as const
    const clients = buildClients(world, values, isCompared ? [GATEWAY] : names, isCompared ? 2 : 1)
    if (isCompared) buildGateway(world, values)
    const clocks = new Map<string, MachineClock>()
    for (const name of names) {
      const algorithm = isCompared ? name : variant
      const clock = { behindMicros: 0 }
      clocks.set(name, clock)
      buildLimiter(world, values, { name, algorithm, limits, clock, target: isCompared ? null : SERVICE })
    }
    buildService(world, values)
    for (const client of clients)
      for (const target of isCompared ? [GATEWAY] : names) world.link(client, target, { latency })
    if (isCompared) world.link(GATEWAY, SERVICE, { latency })
    for (const name of names) world.link(isCompared ? GATEWAY : name, isCompared ? name : SERVICE, { latency })
    world.onAction('clock-back', (node) => {
      const clock = clocks.get(node.name)
      if (clock === undefined) return
      clock.behindMicros += STEP_BACK_MICROS
      node.mark(clockStepsBack, { node: node.name, step: STEP_BACK_MICROS })
    })
  },
}

export default model

function processNames(count: number): readonly string[] {
  return count === 1 ? ['limiter'] : Array.from({ length: count }, (_, index) => `limiter-${index + 1}`)
}

/** The first client may ask more often than the others: it is the one that abuses. */
function buildClients(world: World, values: Values, targets: readonly string[], hops: number): readonly string[] {
  const count = values.number('clients')
  const names = Array.from({ length: count }, (_, index) => `user-${index + 1}`)
  const abuse = count === 1 ? 1 : values.number('abuse')
  const processes: { readonly gaps: Gaps; readonly share: number }[] = names.map((name, index) => {
    const share = index === 0 ? abuse / count : 1 / count
    const gaps = createGaps(values, share, world.random(`${name}/arrivals`), hops * values.number('latency'))
    let asked = 0
    const next = (): Request => {
      const key = values.text('by') === 'fresh' ? `${name}-${++asked}` : name
      return { label: `GET /${key}`, key, workMicros: values.number('work') }
    }
    world.node(name, 'client', (node) => {
      return new PoliteClient(node, {
        targets,
        arrivals: gaps,
        next,
        timeoutMicros: values.number('timeout'),
        attempts: values.number('attempts'),
        jitterMicros: values.number('jitter'),
      })
    })
    return { gaps, share }
  })
  world.onSet('rps', (rps) => {
    for (const { gaps, share } of processes) if (gaps instanceof ArrivalProcess) gaps.rate = Number(rps) * share
  })
  return names
}

function buildGateway(world: World, values: Values): void {
  const options = { decides: values.text('decides'), limiters: SIDE_BY_SIDE, target: SERVICE }
  world.node(GATEWAY, 'gateway', (node) => new ShadowGateway(node, options))
}

interface LimiterPlan {
  readonly name: string
  readonly algorithm: string
  readonly limits: Limits
  readonly clock: MachineClock
  readonly target: string | null
}

function buildLimiter(world: World, values: Values, plan: LimiterPlan): void {
  const { name, algorithm, limits, clock, target } = plan
  const witnesses = witnessesOf(algorithm, limits)
  for (const witness of witnesses) {
    const sentence = target === null ? `${ALGORITHMS[algorithm]}: ${lowered(witness.name)}` : witness.name
    world.check({
      ...witness,
      name: target !== null && name !== 'limiter' ? `${name}: ${lowered(sentence)}` : sentence,
    })
  }
  const witness: LimiterWitness = together(witnesses)
  const everyone = values.text('by') === 'everyone'
  const cost = values.number('cost')
  const options = {
    algorithm: ALGORITHMS[algorithm] ?? algorithm,
    makeStore: () => makeStore(algorithm, limits),
    policy: policyOf(algorithm, limits),
    target,
    keyOf: (request: Request) => (everyone ? 'everyone' : (request.key ?? 'anonymous')),
    costOf: () => cost,
    witness,
  }
  world.node(name, 'limiter', (node) => new RateLimiter(node, options, clock, limits.windowMicros))
}

/** What each kind promises, watched from outside. The guide’s bucket promises nothing that it could break. */
function witnessesOf(algorithm: string, limits: Limits): readonly Witness[] {
  const { limit, windowMicros, burst, longLimit } = limits
  switch (algorithm) {
    case 'token-bucket':
    case 'gcra':
    case 'leaky-meter':
      return [neverAboveEnvelope(burst, rateOf(limits), 'Never more than b + r·t in any window of time t')]
    case 'multi-rate':
      return [
        neverAboveEnvelope(burst, rateOf(limits), 'Never more than the short rate allows in any window'),
        neverAboveEnvelope(longLimit, longRateOf(limits), 'Never more than the long rate allows in any window'),
      ]
    case 'leaky-shaper':
      return [departuresKeepDistance(rateOf(limits))]
    case 'fixed-window':
      return [neverAboveLimitInOwnWindow(limit, windowMicros)]
    case 'sliding-log':
      return [
        neverAboveLimitWithin(limit, windowMicros, 'Never more than the limit in any interval as long as the window'),
      ]
    case 'sliding-counter':
      return [
        neverAboveLimitWithin(2 * limit, windowMicros, 'Never more than twice the limit within one window length'),
      ]
    case 'concurrency':
      return [neverMoreOpen(limit)]
    default:
      return []
  }
}

function buildService(world: World, values: Values): void {
  const options = {
    workers: values.number('workers'),
    queueCapacity: values.number('queue'),
    workMicros: values.number('work'),
  }
  world.node(SERVICE, 'service', (node) => new Server(node, options))
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}
