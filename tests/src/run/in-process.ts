import type { Connection } from '../../../src/run/session-client'
import type { SessionApi } from '../../../workers/protocol'
import { Session } from '../../../workers/session/session'
import { loadModel } from '../../../workers/systems/models'
import type { Trace } from '../../../workers/trace/trace'

/** A connection to a real session on this thread, with what became of it. */
export interface TestConnection extends Connection {
  readonly opened: string[]
  isEnded: boolean
  fail(reason: string): void
}

/** @param wrap stands between the client and the session, to delay or to swallow calls */
export function connectInProcess(wrap: (api: SessionApi) => Partial<SessionApi> = () => ({})): TestConnection {
  const session = new Session(loadModel)
  const opened: string[] = []
  let failed: (reason: string) => void = () => {}
  const api: SessionApi = {
    open: (scenario) => {
      opened.push(JSON.stringify(scenario))
      return session.open(structuredClone(scenario))
    },
    advance: async (run, budget) => structuredClone(await session.advance(run, budget)),
    inspect: (run, event, node) => session.inspect(run, event, node),
  }
  return {
    api: { ...api, ...wrap(api) },
    opened,
    isEnded: false,
    onFailure(listener) {
      failed = listener
    },
    fail: (reason) => failed(reason),
    end() {
      this.isEnded = true
    },
  }
}

/** Everything that a trace can be asked for, as plain data. */
export function contentOf(trace: Trace) {
  const range = (length: number, from = 0) => Array.from({ length }, (_, index) => index + from)
  const moments = range(9).map((part) => Math.floor((trace.events * part) / 8))
  return {
    digest: trace.digest,
    status: trace.status,
    reached: trace.reachedMicros,
    horizon: trace.horizonMicros,
    breaches: trace.breaches,
    topology: trace.topology,
    times: range(trace.events).map((event) => trace.eventMicros(event)),
    hops: range(trace.hopCount).map((hop) => trace.hop(hop)),
    marks: range(trace.markCount).map((mark) => trace.mark(mark)),
    requests: range(trace.requestCount, 1).map((id) => trace.request(id)),
    readings: moments.map((count) => trace.topology.nodes.map((_, node) => trace.reading(node, count))),
    flying: moments.map((count) => {
      const hops: number[] = []
      trace.forEachFlying(count, (hop) => hops.push(hop))
      return hops
    }),
  }
}
