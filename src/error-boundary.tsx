import { Component, type ReactNode } from 'react'
import './error-boundary.css'

interface Properties {
  /** Id of the system that was open; its plain link is one of the ways out. */
  readonly system?: string
  readonly children: ReactNode
}

/** Says in one sentence that the page broke, and offers the ways back that surely work. */
export class ErrorBoundary extends Component<Properties, { error: Error | null }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const error: Error | null = this.state.error
    if (error === null) return this.props.children
    return <Broken error={error} {...(this.props.system && { system: this.props.system })} />
  }
}

/** A full load, because what broke may still hold parts of its state. */
function reopen(hash: string): void {
  location.hash = hash
  location.reload()
}

function Broken({ error, system }: { error: Error; system?: string }) {
  return (
    <main className="broken" role="alert">
      <h1>This page broke and stopped drawing.</h1>
      <p>
        The scenario in your address bar is untouched. What went wrong: <code>{error.message}</code>
      </p>
      <div className="broken-ways">
        {system && (
          <button type="button" className="button button-primary" onClick={() => reopen(`#/${system}`)}>
            Open this system as it comes
          </button>
        )}
        <button type="button" className="button" onClick={() => location.reload()}>
          Try the same link again
        </button>
        <button type="button" className="button" onClick={() => reopen('#/')}>
          All systems
        </button>
      </div>
    </main>
  )
}
