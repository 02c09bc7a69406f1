import { formatDuration } from '../../workers/kernel/time'
import { failuresByCause, meanLatency, nearestRank, requestCounts, sortedLatencies } from '../../workers/trace/measure'
import { groupDigits } from '../../workers/trace/sentence'
import type { Trace } from '../../workers/trace/trace'

/** One figure of both runs. */
export interface OutcomeRow {
  readonly name: string
  readonly here: string
  readonly there: string
  /** How there compares with here: `×3.2`, `+12`, or empty when they are equal or one has none. */
  readonly change: string
}

/** What became of the requests in two runs, up to where each of them has come. */
export function outcomeRows(here: Trace, there: Trace): readonly OutcomeRow[] {
  return [
    countRow('Requests', here.requestCount, there.requestCount),
    countRow('Answered', requestCounts(here).served, requestCounts(there).served),
    countRow('Failed', requestCounts(here).failed, requestCounts(there).failed),
    ...causeRows(here, there),
    timeRow('Mean', meanLatency(here), meanLatency(there)),
    ...([50, 90, 99] as const).map((percent) =>
      timeRow(`p${percent}`, nearestRank(sortedLatencies(here), percent), nearestRank(sortedLatencies(there), percent)),
    ),
    timeRow('Slowest', sortedLatencies(here).at(-1) ?? null, sortedLatencies(there).at(-1) ?? null),
  ]
}

function causeRows(here: Trace, there: Trace): OutcomeRow[] {
  const own = failuresByCause(here)
  const other = failuresByCause(there)
  return [...new Set([...own.keys(), ...other.keys()])].map((cause) =>
    countRow(`· ${cause}`, own.get(cause) ?? 0, other.get(cause) ?? 0),
  )
}

function countRow(name: string, here: number, there: number): OutcomeRow {
  const difference = there - here
  const sign = difference > 0 ? '+' : '−'
  const change = difference === 0 ? '' : `${sign}${groupDigits(Math.abs(difference))}`
  return { name, here: groupDigits(here), there: groupDigits(there), change }
}

function timeRow(name: string, here: number | null, there: number | null): OutcomeRow {
  const text = (micros: number | null): string => (micros === null ? '–' : formatDuration(Math.round(micros)))
  return { name, here: text(here), there: text(there), change: ratioText(here, there) }
}

function ratioText(here: number | null, there: number | null): string {
  if (here === null || there === null || here === 0 || here === there) return ''
  const ratio = there / here
  return `×${ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 100) / 100}`
}
