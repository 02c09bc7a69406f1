import { useEffect, useRef } from 'react'
import { type Branch, LONGEST_BRANCH_NAME } from '../../workers/scenario/branching'
import { runStore } from '../run/run-store'

interface BranchNameFieldProps {
  readonly branch: Branch
  /** What it is called without a name of its own. */
  readonly placeholder: string
  onDone(): void
}

/** Takes the name of a branch: Enter or leaving the field keeps it, Escape does not. */
export function BranchNameField({ branch, placeholder, onDone }: BranchNameFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const isKept = useRef(true)
  useEffect(() => field.current?.focus(), [])
  const leave = (text: string): void => {
    if (isKept.current) runStore.getState().renameBranch(branch.id, text)
    onDone()
  }
  return (
    <input
      ref={field}
      className="field branch-field"
      aria-label={`Name of branch ${branch.id}`}
      defaultValue={branch.name}
      placeholder={placeholder}
      maxLength={LONGEST_BRANCH_NAME}
      onClick={(event) => event.stopPropagation()}
      onBlur={(event) => leave(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        isKept.current = event.key === 'Enter'
        event.currentTarget.blur()
      }}
    />
  )
}
