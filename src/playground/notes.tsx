import { X } from 'lucide-react'
import { useRun } from '../run/run-store'

/** What was wrong with a link or a run and what is shown instead: one sentence each, until it is put away. */
export function Notes() {
  const notes = useRun((run) => run.notes)
  const dismissNote = useRun((run) => run.dismissNote)
  const phase = useRun((run) => run.phase)
  const sentence = useRun((run) => run.sentence)
  return (
    <div className="notes" role="status">
      {phase === 'broken' && (
        <p className="note note-bad">
          <span>{sentence}</span>
        </p>
      )}
      {notes.map((note, index) => (
        <p key={note} className="note">
          <span>{note}</span>
          <button
            type="button"
            className="button button-bare button-icon"
            aria-label={`Put away: ${note}`}
            onClick={() => dismissNote(index)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </p>
      ))}
    </div>
  )
}
