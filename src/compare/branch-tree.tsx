import { X } from 'lucide-react'
import { useState } from 'react'
import { type Branch, type BranchId, LONGEST_BRANCH_NAME } from '../../workers/scenario/branching'
import { runStore, useRun } from '../run/run-store'
import { branchName } from './branch-words'
import './branch-tree.css'

/** The branches as a small tree: a row each, indented under the one that was there before it was forked. */
export function BranchTree() {
  const { branches, active, versus } = useRun((run) => run.branching)
  return (
    <section className="branches" aria-label="Branches">
      <ol>
        {branches.map((branch) => (
          <BranchRow key={branch.id} branch={branch} isActive={branch.id === active} isVersus={branch.id === versus} />
        ))}
      </ol>
    </section>
  )
}

interface BranchRowProps {
  readonly branch: Branch
  readonly isActive: boolean
  readonly isVersus: boolean
}

function BranchRow({ branch, isActive, isVersus }: BranchRowProps) {
  const meta = useRun((run) => run.meta)
  const [isNaming, name] = useState(false)
  const { showBranch, setVersus, removeBranch } = runStore.getState()
  const text = branchName(branch, meta)
  return (
    <li className="branch" data-active={isActive} data-versus={isVersus}>
      {branch.forkedAt !== null && <ForkSign />}
      {isNaming ? (
        <BranchNameField branch={branch} onDone={() => name(false)} />
      ) : (
        <button
          type="button"
          className="branch-name"
          aria-pressed={isActive}
          title={isActive ? 'Press to name it' : 'Show this branch'}
          onClick={() => (isActive ? name(true) : showBranch(branch.id))}
        >
          <b>{branch.id}</b> {text}
        </button>
      )}
      {!isActive && (
        <button
          type="button"
          className="branch-versus"
          aria-pressed={isVersus}
          onClick={() => setVersus(isVersus ? null : branch.id)}
        >
          {isVersus ? 'compared' : 'compare'}
        </button>
      )}
      <button
        type="button"
        className="branch-remove"
        aria-label={`Remove branch ${branch.id}`}
        title="Remove"
        onClick={() => removeBranch(branch.id)}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  )
}

function ForkSign() {
  return (
    <svg className="branch-sign" width={14} height={14} viewBox="0 0 14 14" aria-hidden="true">
      <path d="M2 1v5q0 4 4 4h6" />
    </svg>
  )
}

function BranchNameField({ branch, onDone }: { readonly branch: Branch; readonly onDone: () => void }) {
  const meta = useRun((run) => run.meta)
  const keep = (text: string, id: BranchId): void => {
    runStore.getState().renameBranch(id, text)
    onDone()
  }
  return (
    <input
      className="field branch-field"
      aria-label={`Name of branch ${branch.id}`}
      defaultValue={branch.name}
      placeholder={branchName(branch, meta)}
      maxLength={LONGEST_BRANCH_NAME}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here.
      autoFocus
      onBlur={(event) => keep(event.target.value, branch.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        else if (event.key === 'Escape') onDone()
      }}
    />
  )
}
