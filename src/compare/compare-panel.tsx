import { useMemo, useState } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import { latencyOf } from '../../workers/trace/measure'
import { requestStory } from '../../workers/trace/request-story'
import { groupDigits } from '../../workers/trace/sentence'
import type { Trace } from '../../workers/trace/trace'
import { timeSummary } from '../panels/story/story-lines'
import { WaterfallView } from '../panels/story/waterfall'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'
import { useVersus } from '../run/versus-store'
import '../panels/story/story.css'
import './compare-panel.css'
import { DifferenceCharts } from './difference-charts'
import { largestDifferences, type Match, type Matching, matchRequests } from './match-requests'
import { outcomeRows } from './outcomes'

const LISTED = 12

/** What became of the same traffic in both runs, and which requests fared most differently. */
export function ComparePanel() {
  const here = useRun((run) => run.trace)
  const there = useVersus((state) => state.trace)
  const hereEnded = useRun((run) => run.phase === 'finished')
  const thereEnded = useVersus((state) => state.phase === 'finished')
  const growth = useRun((run) => run.growth) + useVersus((state) => state.growth)
  const { active, versus } = useRun((run) => run.branching)
  const isWhole = hereEnded && thereEnded
  // biome-ignore lint/correctness/useExhaustiveDependencies: the traces grow in place, and growth tells when.
  const both = useMemo(() => {
    if (!isWhole || here === null || there === null) return null
    return { matching: matchRequests(here, there), rows: outcomeRows(here, there) }
  }, [here, there, isWhole, growth])
  if (here === null || there === null || both === null || versus === null)
    return <p className="panel-section panel-help">The runs are being computed.</p>
  const { matching, rows } = both
  return (
    <>
      <section className="panel-section" aria-label="Outcomes">
        <h2>Outcomes of the whole run</h2>
        <table className="outcomes">
          <thead>
            <tr>
              <th scope="col">
                <span className="spoken">Figure</span>
              </th>
              <th scope="col">{active}</th>
              <th scope="col">{versus}</th>
              <th scope="col">
                <span className="spoken">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, here: own, there: other, change }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{own}</td>
                <td>{other}</td>
                <td className="outcomes-change">{change}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="panel-help">{matchingText(matching)}</p>
      </section>
      <DifferenceCharts here={here} there={there} names={[active, versus]} />
      <Differences here={here} there={there} matching={matching} names={[active, versus]} />
    </>
  )
}

function matchingText({ matches, unmatched }: Matching): string {
  if (unmatched === 0) return `All ${groupDigits(matches.length)} requests are the same in both runs.`
  return `${groupDigits(matches.length)} requests are the same in both runs; ${groupDigits(unmatched)} are in one of them only.`
}

interface DifferencesProps {
  readonly here: Trace
  readonly there: Trace
  readonly matching: Matching
  readonly names: readonly [here: string, there: string]
}

function Differences({ here, there, matching, names }: DifferencesProps) {
  const largest = useMemo(() => largestDifferences(here, there, matching.matches, LISTED), [here, there, matching])
  const request = useSelection((selection) => selection.request)
  const [chosen, choose] = useState<Match | null>(null)
  const selected = matching.matches.find((match) => match.here === request) ?? null
  const shown = chosen ?? selected ?? largest[0] ?? null
  return (
    <section className="panel-section" aria-label="The same request in both runs">
      <h2>The same request in both</h2>
      {shown !== null && <BothStories here={here} there={there} match={shown} names={names} />}
      <h3 className="compare-heading">Largest differences</h3>
      <ul className="requests">
        {largest.map((match) => (
          <li key={match.here}>
            <button
              type="button"
              className="requests-row compare-row"
              aria-pressed={match.here === shown?.here}
              onClick={() => choose(match)}
            >
              <span>{match.here}</span>
              <span>{here.request(match.here).label}</span>
              <span>
                {formatDuration(latencyOf(here, match.here))} <i>against</i>{' '}
                {formatDuration(latencyOf(there, match.there))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface BothStoriesProps {
  readonly here: Trace
  readonly there: Trace
  readonly match: Match
  readonly names: readonly [here: string, there: string]
}

function BothStories({ here, there, match, names }: BothStoriesProps) {
  const { micros } = useReadablePlayhead()
  const selectRequest = useSelection((selection) => selection.selectRequest)
  const sides = [
    { name: names[0], trace: here, id: match.here },
    { name: names[1], trace: there, id: match.there },
  ]
  return (
    <>
      <p>
        Request {match.here}, {here.request(match.here).label}: <b>{formatDuration(latencyOf(here, match.here))}</b> in{' '}
        {names[0]}, <b>{formatDuration(latencyOf(there, match.there))}</b> in {names[1]}.
      </p>
      {sides.map(({ name, trace, id }) => {
        const story = requestStory(trace, id)
        const { cause } = story.request
        return (
          <div key={name} className="compare-story">
            <p className="panel-help">
              <b>{name}</b> {cause === '' ? timeSummary(story) : `${cause}: ${timeSummary(story)}`}
            </p>
            <WaterfallView trace={trace} story={story} micros={micros} />
          </div>
        )
      })}
      <button type="button" className="button" onClick={() => selectRequest(match.here)}>
        Its story in {names[0]}
      </button>
    </>
  )
}
