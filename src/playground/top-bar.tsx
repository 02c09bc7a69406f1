import { CircleHelp, Redo2, Undo2 } from 'lucide-react'
import { CompareButton } from '../compare/compare-button'
import { useRun } from '../run/run-store'
import { CopyLink } from '../share/copy-link'
import { Logo } from '../theme/logo'
import { ThemeButton } from '../theme/theme-button'
import { VariantSwitch } from './variant-switch'
import './top-bar.css'

/** Where one is, which way of doing it runs, and what can be done with the whole page. */
export function TopBar({ onHelp }: { onHelp(): void }) {
  const meta = useRun((run) => run.meta)
  return (
    <header className="top-bar">
      <a className="top-bar-name" href="#/" aria-label="Sandtable: all systems">
        <Logo />
        <span>Sandtable</span>
      </a>
      <h1 className="top-bar-title">
        <b>{meta.title}</b>
        <span> · {meta.question}</span>
      </h1>
      <VariantSwitch />
      <CompareButton />
      <History />
      <span className="top-bar-minor">
        <ThemeButton />
        <button
          type="button"
          className="button button-bare button-icon"
          aria-label="Keys and help"
          title="Keys and help (?)"
          onClick={onHelp}
        >
          <CircleHelp size={16} aria-hidden="true" />
        </button>
      </span>
      <CopyLink />
    </header>
  )
}

function History() {
  const { undo, redo } = useRun((run) => run)
  const canUndo = useRun((run) => run.canUndo)
  const canRedo = useRun((run) => run.canRedo)
  const undoLabel = useRun((run) => run.undoLabel)
  const redoLabel = useRun((run) => run.redoLabel)
  return (
    <span className="top-bar-history">
      <button
        type="button"
        className="button button-bare button-icon"
        disabled={!canUndo}
        aria-label={undoLabel === null ? 'Undo' : `Undo: ${undoLabel}`}
        title={undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel}`}
        onClick={undo}
      >
        <Undo2 size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button button-bare button-icon"
        disabled={!canRedo}
        aria-label={redoLabel === null ? 'Redo' : `Redo: ${redoLabel}`}
        title={redoLabel === null ? 'Nothing to redo' : `Redo: ${redoLabel}`}
        onClick={redo}
      >
        <Redo2 size={16} aria-hidden="true" />
      </button>
    </span>
  )
}
