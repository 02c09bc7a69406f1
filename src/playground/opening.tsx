import { Logo } from '../theme/logo'
import './playground.css'

/** The playground before its first picture: the same frame, quiet, so that nothing jumps when the run arrives. */
export function Opening() {
  return (
    <div className="playground" data-phase="opening" aria-busy="true">
      <header className="top-bar">
        <a className="top-bar-name" href="#/">
          <Logo />
          Sandtable
        </a>
      </header>
      <aside className="playground-moments opening-lines" aria-hidden="true">
        <i />
        <i />
        <i />
      </aside>
      <main className="playground-canvas opening-canvas">
        <p role="status">Setting up the system…</p>
      </main>
      <aside className="playground-side opening-lines" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </aside>
      <section className="playground-dock opening-dock" aria-hidden="true" />
    </div>
  )
}
