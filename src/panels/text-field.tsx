import { useState } from 'react'

interface Properties {
  readonly id: string
  /** The value that holds, as text. */
  readonly text: string
  readonly className?: string
  readonly describedBy?: string
  readonly inputMode?: 'numeric' | 'decimal' | 'text'
  /** Takes what was typed; answers what is wrong with it, or null when it was taken. */
  onText(typed: string): string | null
}

/** A field that takes a value on Enter or on leaving it. What it refuses it says, and the old value stays. */
export function TextField({ id, text, className = '', describedBy, inputMode = 'decimal', onText }: Properties) {
  const [draft, setDraft] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const take = () => {
    if (draft === null) return
    setProblem(draft.trim() === text ? null : onText(draft))
    setDraft(null)
  }
  return (
    <>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        className={`field ${className}`}
        autoComplete="off"
        spellCheck={false}
        value={draft ?? text}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? describedBy : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape') {
            setDraft(null)
            setProblem(null)
          }
        }}
      />
      {problem !== null && (
        <p id={`${id}-problem`} className="control-problem" role="alert">
          {problem} {text} stays.
        </p>
      )}
    </>
  )
}
