import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { keyNames, SHORTCUTS, type Shortcut } from '../playback/shortcuts'
import './help-dialog.css'

/** The keys of the page, and how to read the picture. Loaded when it is first asked for. */
export function HelpDialog({ onClose }: { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const groups = [...new Set(SHORTCUTS.map(({ group }) => group))]
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  const close = () => dialog.current?.close()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself; the click is for its ground.
    <dialog
      ref={dialog}
      className="help"
      aria-labelledby="help-title"
      aria-describedby="help-intro"
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <div className="help-content">
        <h2 id="help-title" className="help-title">
          Keys and signs
        </h2>
        <p id="help-intro" className="help-intro">
          The whole run is recorded, so time goes both ways. Break something at any moment: what came before stays, what
          follows is computed anew.
        </p>
        <div className="help-columns">
          {groups.map((group) => (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <dl>
                {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                  <div key={shortcut.command}>
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Keys shortcut={shortcut} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <Hands />
          <Signs />
        </div>
        <button type="button" className="button button-bare button-icon help-close" aria-label="Close" onClick={close}>
          <X size={16} aria-hidden="true" />
        </button>
      </div>
    </dialog>
  )
}

function Keys({ shortcut }: { shortcut: Shortcut }) {
  const isMac = navigator.platform.startsWith('Mac')
  return shortcut.keys.map((keys, index) => (
    <span key={keys}>
      {index > 0 && ' or '}
      {keyNames(keys, isMac).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  ))
}

/** What is done in the picture itself. */
function Hands() {
  return (
    <section aria-label="Picture">
      <h3>Picture</h3>
      <dl>
        <div>
          <dt>Look inside a node, link or packet</dt>
          <dd>click</dd>
        </div>
        <div>
          <dt>Break it</dt>
          <dd>
            right click, long press, <kbd>⇧</kbd>
            <kbd>F10</kbd>
          </dd>
        </div>
        <div>
          <dt>Look closer</dt>
          <dd>double click, wheel or pinch</dd>
        </div>
        <div>
          <dt>Ask what differs in a span of time</dt>
          <dd>
            <kbd>⇧</kbd> drag over the timeline
          </dd>
        </div>
        <div>
          <dt>The slowest request at this moment, on the timeline</dt>
          <dd>
            <kbd>Enter</kbd>
          </dd>
        </div>
        <div>
          <dt>Show, compare, name or remove a branch of the tree</dt>
          <dd>
            <kbd>Enter</kbd>
            <kbd>C</kbd>
            <kbd>F2</kbd>
            <kbd>Del</kbd>
          </dd>
        </div>
        <div>
          <dt>Step back, into or over in the code</dt>
          <dd>
            <kbd>B</kbd>
            <kbd>I</kbd>
            <kbd>O</kbd>
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Colour never stands alone: each outcome has its own shape. */
function Signs() {
  return (
    <section aria-label="Signs">
      <h3>Signs</h3>
      <dl>
        <div>
          <dt>A request on its way</dt>
          <dd>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <circle cx="6" cy="6" r="4" fill="var(--neutral)" />
            </svg>
          </dd>
        </div>
        <div>
          <dt>A good answer</dt>
          <dd>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect x="2.5" y="2.5" width="7" height="7" transform="rotate(45 6 6)" fill="var(--good)" />
            </svg>
          </dd>
        </div>
        <div>
          <dt>A failure</dt>
          <dd>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2 2l8 8m0-8l-8 8" stroke="var(--bad)" strokeWidth="2.2" />
            </svg>
          </dd>
        </div>
      </dl>
    </section>
  )
}
