import { useEffect, useState } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import { NO_REQUEST, type ProcessWait } from '../../workers/protocol'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { useSelection } from '../run/selection-store'

/** A second run is computed for each inspection, so it waits until the playhead rests this long. */
const REST_MS = 250
/** Of many that wait these say enough; the others are one press away. */
const FIRST = 6

/** What the processes of a node wait for, asked of the worker while the picture rests. */
export function NodeWaits({ node }: { readonly node: string }) {
  const [showsAll, showAll] = useState(false)
  const { waits, isCurrent, hasBegun, isPlaying } = useWaits(node)
  const shown = showsAll ? waits : waits.slice(0, FIRST)
  return (
    <section className="panel-section" aria-label={`What ${node} waits for`} aria-busy={!isCurrent && !isPlaying}>
      <h2>Waits for</h2>
      {isPlaying ? (
        <p className="panel-help">Pause to see what its processes wait for.</p>
      ) : (
        waits.length === 0 && <p className="panel-help">{emptyText(hasBegun, isCurrent)}</p>
      )}
      {!isPlaying && waits.length > 0 && (
        <>
          <ul className="waits" data-old={!isCurrent}>
            {shown.map((wait, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: equal processes may wait for equal things; the list is replaced as a whole.
              <Wait key={place} wait={wait} />
            ))}
          </ul>
          {waits.length > FIRST && (
            <button type="button" className="button waits-more" onClick={() => showAll(!showsAll)}>
              {showsAll ? `Only the first ${FIRST}` : `All ${waits.length}`}
            </button>
          )}
        </>
      )}
    </section>
  )
}

function emptyText(hasBegun: boolean, isCurrent: boolean): string {
  if (!hasBegun) return 'Nothing has begun.'
  return isCurrent ? 'No process waits here.' : 'Looking…'
}

function Wait({ wait }: { readonly wait: ProcessWait }) {
  const selectRequest = useSelection((selection) => selection.selectRequest)
  return (
    <li>
      <p>
        {wait.process}
        {wait.request !== NO_REQUEST && (
          <button type="button" className="link-button" onClick={() => selectRequest(wait.request)}>
            request {wait.request}
          </button>
        )}
      </p>
      <p className="waits-for">
        {wait.waitsFor}, since {formatDuration(wait.sinceMicros)}
      </p>
    </li>
  )
}

/** The last answer stays until the next one comes, so that stepping does not make the panel jump. */
function useWaits(node: string) {
  const { count, playing } = useReadablePlayhead()
  const inspect = useRun((run) => run.inspect)
  const growth = useRun((run) => run.growth)
  const [answer, setAnswer] = useState<{ count: number; growth: number; waits: readonly ProcessWait[] } | null>(null)
  useEffect(() => {
    if (playing !== 0 || count === 0) return
    let isWanted = true
    const timer = window.setTimeout(() => {
      inspect(count - 1, node).then(
        ({ waits }) => isWanted && setAnswer({ count, growth, waits }),
        () => isWanted && setAnswer(null),
      )
    }, REST_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [inspect, node, count, playing, growth])
  const hasBegun = count > 0
  return {
    waits: hasBegun && answer !== null ? answer.waits : [],
    isCurrent: answer !== null && answer.count === count && answer.growth === growth,
    hasBegun,
    isPlaying: playing !== 0,
  }
}
