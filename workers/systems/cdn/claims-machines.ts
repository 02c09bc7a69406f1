import { formatDuration } from '../../kernel/time'
import { firstMark, gaugePeak, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { medianOf, requestsTo } from './claims-measures'
import { LAUNCH, POP } from './model-places'

/** Several machines within one edge. */
export const machineClaims: Claims = {
  'only-the-lost': {
    sentence:
      'Of all pages that are asked for again after the loss, those of the lost machine are fetched, and no others.',
    measure(trace) {
      const { again, ofLost, refetched } = afterLoss(trace)
      const isExact = ofLost.size === refetched.size && [...ofLost].every((target) => refetched.has(target))
      return {
        holds: isExact && refetched.size > 0 && refetched.size * 2 < again.size,
        measured: `${refetched.size} of ${again.size} pages`,
      }
    },
  },
  'most-move': {
    sentence: 'Of all pages that are asked for again after the loss, more than half are fetched once more.',
    measure(trace) {
      const { again, refetched } = afterLoss(trace)
      return { holds: refetched.size * 2 > again.size, measured: `${refetched.size} of ${again.size} pages` }
    },
  },
  'each-once': {
    sentence: 'Before the loss no page is fetched twice, and more are stored than fit into one machine.',
    measure(trace, values) {
      const fetched = requestsTo(trace, 'origin', 0, lossOf(trace)).map(({ target }) => target)
      const different = new Set(fetched).size
      return {
        holds: fetched.length === different && different > values.number('capacity'),
        measured: `${fetched.length} fetches of ${different} pages`,
      }
    },
  },
  'fetched-by-each': {
    sentence: 'Every machine fetches each of the five most popular pages for itself.',
    measure(trace) {
      const machines = machinesIn(trace)
      const fetched = requestsTo(trace, 'origin')
      const counts = ['/p/1', '/p/2', '/p/3', '/p/4', '/p/5'].map(
        (target) => new Set(fetched.filter((request) => request.target === target).map(({ from }) => from)).size,
      )
      return { holds: counts.every((count) => count === machines.length), measured: `by ${counts.join(', ')} machines` }
    },
  },
  'no-room': {
    sentence: 'Every machine throws pages out, although all of them together have room for every page.',
    measure(trace, values) {
      const machines = machinesIn(trace)
      const evictions = marksOf(trace, 'http-cache/evicted')
      const nodes = new Set(evictions.map(({ node }) => node))
      const fits = values.number('objects') <= machines.length * values.number('capacity')
      return { holds: fits && nodes.size === machines.length, measured: `${evictions.length} times` }
    },
  },
  'one-is-full': {
    sentence: 'One machine gets every request for the new page, and more than 100 of them wait there at once.',
    measure(trace) {
      const sent = launchesBy(trace)
      const [machine = ''] = sent.keys()
      const most = gaugePeak(trace, machine, 'queue')
      return { holds: sent.size === 1 && most > 100, measured: `${most} wait at ${machine}` }
    },
  },
  'crowd-waits': {
    sentence: 'Half of the crowd waits longer than 600 ms.',
    measure(trace) {
      const median = medianOf(launchTimes(trace))
      return { holds: median > 600_000, measured: `median ${formatDuration(median)}` }
    },
  },
  'all-share': {
    sentence:
      'No machine gets more than a quarter above the mean of the requests for the new page, and all of them get some.',
    measure(trace) {
      const sent = [...launchesBy(trace).values()]
      const machines = machinesIn(trace).length
      const most = Math.ceil((1.25 * sent.reduce((sum, count) => sum + count, 0)) / machines)
      const holds = sent.length === machines && sent.every((count) => count <= most)
      return { holds, measured: `${sent.join(', ')}; at most ${most} are allowed` }
    },
  },
  'crowd-is-served': {
    sentence: 'Half of the crowd is answered within 450 ms.',
    measure(trace) {
      const median = medianOf(launchTimes(trace))
      return { holds: median <= 450_000, measured: `median ${formatDuration(median)}` }
    },
  },
}

export function machinesIn(trace: Trace): string[] {
  return trace.topology.nodes.flatMap(({ name }) => (name.startsWith(`${POP}-`) ? [name] : []))
}

/** When the first machine is lost, or the end of the run. */
function lossOf(trace: Trace): number {
  return firstMark(trace, 'node/crashed')?.atMicros ?? trace.horizonMicros
}

export interface Loss {
  /** Pages that were fetched before it and are asked for after it. */
  readonly again: ReadonlySet<string>
  /** Those of them that the lost machine had fetched, and those that are fetched once more. */
  readonly ofLost: ReadonlySet<string>
  readonly refetched: ReadonlySet<string>
}

/** What the loss of a machine does to the pages that it, or another one, had fetched. */
export function afterLoss(trace: Trace): Loss {
  const at = lossOf(trace)
  const lost = trace.topology.nodes[firstMark(trace, 'node/crashed')?.node ?? -1]?.name
  const before = new Map(requestsTo(trace, 'origin', 0, at).map(({ target, from }) => [target, from]))
  const asked = requestsTo(trace, POP, at).map(({ target }) => target)
  const fetched = new Set(requestsTo(trace, 'origin', at).map(({ target }) => target))
  const again = new Set(asked.filter((target) => before.has(target)))
  return {
    again,
    ofLost: new Set([...again].filter((target) => before.get(target) === lost)),
    refetched: new Set([...again].filter((target) => fetched.has(target))),
  }
}

/** Requests for the new page by the machine that they came to. */
function launchesBy(trace: Trace): Map<string, number> {
  const counts = machinesIn(trace).map(
    (machine) => [machine, requestsTo(trace, machine).filter(({ target }) => target === LAUNCH).length] as const,
  )
  return new Map(counts.filter(([, count]) => count > 0))
}

function launchTimes(trace: Trace): number[] {
  const times: number[] = []
  for (let id = 1; id <= trace.requestCount; id++) {
    const { label, startMicros, endMicros } = trace.request(id)
    if (label.endsWith(LAUNCH)) times.push(endMicros - startMicros)
  }
  return times
}
