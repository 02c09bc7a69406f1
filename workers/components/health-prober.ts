import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import { failureOf, isSuccess } from '../network/message'
import type { Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { HEALTH_TARGET } from './server'

export interface HealthOptions {
  readonly intervalMicros: Micros
  /** A probe without an answer fails after this time; null waits for ever, as the guide's does. */
  readonly timeoutMicros: Micros | null
  /** Good probes in a row that bring a server back; failed ones that take it out. */
  readonly rise: number
  readonly fall: number
}

export const takenOut = defineMark<{ server: string; count: number; cause: string }>(
  'health/out',
  'bad',
  '{server} is taken out: its last health probe failed with {cause}, failures in a row: {count}.',
)
export const takenBack = defineMark<{ server: string; count: number }>(
  'health/back',
  'good',
  '{server} is back: its last health probe was answered, answers in a row: {count}.',
)

/**
 * Active health checks with hysteresis: a state changes only after `rise` or `fall` probes in a row agree, as HAProxy's
 * `rise` and `fall` do. The first probes of different servers are spread over the interval.
 */
export class HealthProber {
  constructor(
    private readonly node: Node,
    private readonly options: HealthOptions,
  ) {}

  /** @param isWanted whether the server is to be probed now; while it is not, it counts as well */
  *watch(server: string, changed: (healthy: boolean) => void, isWanted: () => boolean = () => true): Process {
    const { node, options } = this
    const timeout = options.timeoutMicros === null ? {} : { timeoutMicros: options.timeoutMicros }
    let healthy = true
    let against = 0
    yield* node.sleep(node.random(`probe ${server}`).integer(options.intervalMicros))
    for (;;) {
      if (!isWanted()) {
        healthy = true
        against = 0
        yield* node.sleep(options.intervalMicros)
        continue
      }
      const reply = yield* node.request(server, { label: HEALTH_TARGET }, timeout)
      const good = isSuccess(reply)
      against = good === healthy ? 0 : against + 1
      if (against >= (healthy ? options.fall : options.rise)) {
        healthy = !healthy
        if (healthy) node.mark(takenBack, { server, count: against })
        else node.mark(takenOut, { server, count: against, cause: failureOf(reply).cause })
        against = 0
        changed(healthy)
      }
      yield* node.sleep(options.intervalMicros)
    }
  }
}
