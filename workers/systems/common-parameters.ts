/** Parameters that stand in several systems alike. */
import { ARRIVALS } from '../components/workload'
import type { Parameter } from '../scenario/parameters'

/** Mean rate of requests, of all clients together. */
export function requestRate(most: number, usual: number): Parameter {
  return {
    kind: 'integer',
    key: 'rps',
    label: 'Requests',
    unit: 'requests/s',
    min: 1,
    max: most,
    default: usual,
    scale: 'log',
    live: true,
    group: 'Traffic',
    help: 'Mean rate of all clients together.',
  }
}

/** How requests are spread over time. */
export const ARRIVALS_PARAMETER: Parameter = {
  kind: 'choice',
  key: 'arrivals',
  label: 'Arrivals',
  options: ARRIVALS,
  default: 'poisson',
  group: 'Traffic',
  help: 'How requests are spread over time.',
}

/** After how many microseconds a client gives up. */
export function clientTimeout(usual: number): Parameter {
  return {
    kind: 'duration',
    key: 'timeout',
    label: 'Client timeout',
    min: 10_000,
    max: 30_000_000,
    default: usual,
    scale: 'log',
    group: 'Traffic',
    help: 'A client gives up after this time.',
  }
}

/** Exponent of the popularity of keys, in hundredths. */
export function keyPopularity(usual: number): Parameter {
  return {
    kind: 'hundredths',
    key: 'zipf',
    label: 'Zipf exponent',
    min: 0,
    max: 200,
    default: usual,
    group: 'Keys',
    help: 'How popular the popular keys are: the k-th is asked in proportion to 1/k to this power; 0 makes all equal.',
  }
}

/** Microseconds that a message takes on every link. */
export function linkLatency(usual: number): Parameter {
  return {
    kind: 'duration',
    key: 'latency',
    label: 'Link latency',
    min: 0,
    max: 200_000,
    default: usual,
    group: 'Network',
    help: 'One way, on every link.',
  }
}
