import { Columns2, Pencil, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { formatDuration } from '../../workers/kernel/time'
import { runStore, useRun } from '../run/run-store'
import { BranchNameField } from './branch-name-field'
import { branchName } from './branch-words'
import type { TreeRow } from './tree-layout'

interface BranchRowProps {
  readonly row: TreeRow
  readonly top: number
  readonly height: number
  /** Where it leaves its parent, in pixels of the plot; 0 for a branch that leaves none. */
  readonly forkX: number
  /** Width of the plot. */
  readonly width: number
  /** It is the row that the Tab key comes to. */
  readonly isCurrent: boolean
  onFocus(): void
  /** A key that is no action of the row itself. */
  onWalk(event: KeyboardEvent): void
  onRemove(): void
}

/** One branch: its letter and name where it leaves its parent, and what can be done with it at the end of its line. */
export function BranchRow({ row, top, height, forkX, width, isCurrent, onFocus, onWalk, onRemove }: BranchRowProps) {
  const { branch, level } = row
  const meta = useRun((run) => run.meta)
  const isActive = useRun((run) => run.branching.active === branch.id)
  const isVersus = useRun((run) => run.branching.versus === branch.id)
  const [isNaming, setNaming] = useState(false)
  const item = useRef<HTMLDivElement>(null)
  const name = branchName(branch, meta)
  const state = isActive ? 'shown' : isVersus ? 'compared' : ''
  const show = (): void => runStore.getState().showBranch(branch.id)
  const compare = (): void => runStore.getState().setVersus(isVersus ? null : branch.id)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return
    const { key } = event
    if (key === 'Enter' || key === ' ') show()
    else if (key === 'Delete' || key === 'Backspace') onRemove()
    else if (key === 'F2') setNaming(true)
    else if (key.toLowerCase() === 'c' && !isActive) compare()
    else return onWalk(event)
    event.preventDefault()
  }
  const stop = (): void => {
    setNaming(false)
    item.current?.focus()
  }
  return (
    <div
      ref={item}
      role="treeitem"
      className="branch"
      data-branch={branch.id}
      data-state={state}
      aria-label={spokenText(row, name, state)}
      aria-level={level}
      aria-selected={isActive}
      aria-keyshortcuts="Enter C F2 Delete"
      tabIndex={isCurrent ? 0 : -1}
      style={{ top, height }}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={show}
    >
      <span className="branch-label" style={labelPlace(forkX, width, level)}>
        <b className="branch-letter">{branch.id}</b>
        {isNaming ? (
          <BranchNameField branch={branch} placeholder={name} onDone={stop} />
        ) : (
          <span className="branch-name">{name}</span>
        )}
        {state !== '' && <i className="branch-state">{state}</i>}
      </span>
      <span className="branch-actions">
        {!isActive && (
          <Action
            label={`${isVersus ? 'Stop comparing' : 'Compare'} with branch ${branch.id}`}
            title="Compare (C)"
            {...{ isCurrent }}
            onPress={compare}
          >
            <Columns2 aria-hidden="true" />
            <span className="branch-word">{isVersus ? 'stop comparing' : 'compare'}</span>
          </Action>
        )}
        <Action
          label={`Name branch ${branch.id}`}
          title="Name it (F2)"
          className="branch-rename"
          {...{ isCurrent }}
          onPress={() => setNaming(true)}
        >
          <Pencil aria-hidden="true" />
        </Action>
        <Action label={`Remove branch ${branch.id}`} title="Remove (Delete)" {...{ isCurrent }} onPress={onRemove}>
          <X aria-hidden="true" />
        </Action>
      </span>
    </div>
  )
}

interface ActionProps {
  readonly label: string
  readonly title: string
  readonly className?: string
  readonly isCurrent: boolean
  readonly children: ReactNode
  onPress(): void
}

/** A button of a row: a press of it does not show the branch. */
function Action({ label, title, className = '', isCurrent, children, onPress }: ActionProps) {
  return (
    <button
      type="button"
      className={`branch-button ${className}`}
      aria-label={label}
      title={title}
      tabIndex={isCurrent ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation()
        onPress()
      }}
    >
      {children}
    </button>
  )
}

/** Right of where the branch leaves its parent, and left of it where there is no room. */
function labelPlace(
  forkX: number,
  width: number,
  level: number,
): { readonly left: number } | { readonly right: number } {
  if (forkX > width * 0.55) return { right: width - Math.min(forkX, width) + 6 }
  return { left: Math.max(0, forkX + (level > 1 ? 10 : 0)) }
}

function spokenText({ branch: { id, fork } }: TreeRow, name: string, state: string): string {
  const origin = fork === null ? '' : `, leaves ${fork.from} at ${formatDuration(fork.atMicros)}`
  return `${id} ${name}${origin}${state === '' ? '' : `, ${state}`}`
}
