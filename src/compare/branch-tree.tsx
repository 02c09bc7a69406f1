import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Branch, BranchId } from '../../workers/scenario/branching'
import type { Layout } from '../playback/timeline/layout'
import type { TimeScale } from '../playback/timeline/time-scale'
import { useMedia } from '../playground/use-media'
import { runStore, useRun } from '../run/run-store'
import { BranchRow } from './branch-row'
import './branch-tree.css'
import { branchPath, rowAfterKey, type TreeRow, treeRows } from './tree-layout'

/** The tree keeps its height however many branches there are: the rows of few are higher, those of many scroll. */
const HEIGHT = 66
const LOWEST_ROW = 22
/** Rows that a finger can hit, and the height of two of them. */
const TOUCH = '(max-width: 700px), (pointer: coarse)'
const TOUCH_ROW = 44
const TOUCH_HEIGHT = 88

interface BranchTreeProps {
  /** Both of the timeline below, so that a fork stands over its moment. */
  readonly scale: TimeScale
  readonly width: number
  readonly layout: Layout
  /** The focus was in the tree, and there is no tree any more. */
  onGone(): void
}

/** The branches as a small tree over the timeline: each leaves its parent at its moment. */
export function BranchTree({ scale, width, layout, onGone }: BranchTreeProps) {
  const { branches, active } = useRun((run) => run.branching)
  const rows = useMemo(() => treeRows(branches), [branches])
  const isTouch = useMedia(TOUCH)
  const rowHeight = isTouch ? TOUCH_ROW : Math.max(LOWEST_ROW, HEIGHT / rows.length)
  const box = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<BranchId | null>(null)
  const current = branches.some(({ id }) => id === focused) ? focused : active
  const focus = (id: BranchId): void => box.current?.querySelector<HTMLElement>(`[data-branch=${id}]`)?.focus()
  // The row that is shown is the one that Tab comes to, and in sight where not all rows have room.
  useEffect(() => {
    setFocused(active)
    const row = box.current?.querySelector<HTMLElement>(`[data-branch=${active}]`)
    const frame = box.current?.parentElement
    if (row && frame) frame.scrollTop = row.offsetTop - (frame.clientHeight - row.offsetHeight) / 2
  }, [active])
  const remove = (id: BranchId): void => {
    runStore.getState().removeBranch(id)
    const { branching } = runStore.getState()
    if (branching.branches.length === 1) onGone()
    else focus(branching.active)
  }
  const walk = (event: KeyboardEvent, index: number): void => {
    const next = rowAfterKey(event.key, index, rows)
    if (next === null || event.shiftKey) return
    event.preventDefault()
    focus((rows[next] as TreeRow).branch.id)
  }
  const forkX = ({ fork }: Branch): number => (fork === null ? 0 : scale.x(fork.atMicros))
  return (
    <div className="branches" style={{ height: isTouch ? TOUCH_HEIGHT : HEIGHT, paddingLeft: layout.names }}>
      <span className="branches-name" aria-hidden="true">
        branches
      </span>
      <div
        ref={box}
        className="branches-rows"
        role="tree"
        aria-label="Branches"
        style={{ width, height: rowHeight * rows.length }}
      >
        <Lines {...{ rows, scale, width, rowHeight }} />
        {rows.map((row, index) => (
          <BranchRow
            key={row.branch.id}
            row={row}
            top={index * rowHeight}
            height={rowHeight}
            forkX={forkX(row.branch)}
            width={width}
            isCurrent={row.branch.id === current}
            onFocus={() => setFocused(row.branch.id)}
            onWalk={(event) => walk(event, index)}
            onRemove={() => remove(row.branch.id)}
          />
        ))}
      </div>
    </div>
  )
}

interface LinesProps {
  readonly rows: readonly TreeRow[]
  readonly scale: TimeScale
  readonly width: number
  readonly rowHeight: number
}

/** A line for each branch, and a lozenge for each thing that is done in it and not in its parent before the fork. */
function Lines({ rows, scale, width, rowHeight }: LinesProps) {
  const { active, versus } = useRun((run) => run.branching)
  const y = (row: number): number => (row + 0.5) * rowHeight
  const state = ({ id }: Branch): string => (id === active ? 'shown' : id === versus ? 'compared' : '')
  const end = scale.x(useRun((run) => run.scenario.horizonMicros))
  return (
    <svg className="branches-lines" width={width} height={rowHeight * rows.length} aria-hidden="true">
      {rows.map(({ branch, parent }, row) => {
        const start = branch.fork === null ? scale.x(0) : scale.x(branch.fork.atMicros)
        const parentY = parent === null ? null : y(parent)
        return (
          <g key={branch.id} className="branch-line" data-state={state(branch)}>
            <path d={branchPath(start, Math.min(width, end), parentY, y(row))} />
            {deedsOf(branch, rows[parent ?? -1]?.branch ?? null)
              .map(scale.x, scale)
              .filter((x) => x >= 0 && x <= width)
              .map((x) => (
                <path key={x} className="branch-deed" d={`M${x.toFixed(1)} ${y(row) - 4}l4 4l-4 4l-4 -4z`} />
              ))}
          </g>
        )
      })}
    </svg>
  )
}

/** Moments at which something is done in a branch: of what its parent does as well, only what comes after the fork. */
function deedsOf({ scenario, fork }: Branch, parent: Branch | null): readonly number[] {
  const known = new Set(parent?.scenario.script.map((entry) => JSON.stringify(entry)))
  const since = fork?.atMicros ?? 0
  return [
    ...new Set(
      scenario.script.filter((entry) => entry.at >= since || !known.has(JSON.stringify(entry))).map(({ at }) => at),
    ),
  ]
}
