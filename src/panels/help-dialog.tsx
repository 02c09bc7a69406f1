import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { keyNames, SHORTCUTS, type Shortcut } from '../playback/shortcuts'
import './help-dialog.css'

/** The keys of the page, and how to read the picture. Loaded when it is first asked for. */
export function HelpDialog({ onClose }: { onClose(): void }) {
  const groups = [...new Set(SHORTCUTS.map(({ group }) => group))]
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="help-ground" />
        <Dialog.Content className="help">
          <Dialog.Title className="help-title">Keys and signs</Dialog.Title>
          <Dialog.Description className="help-intro">
            The whole run is recorded, so time goes both ways. Break something at any moment: what came before stays,
            what follows is computed anew.
          </Dialog.Description>
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
            <Signs />
          </div>
          <Dialog.Close className="button button-bare button-icon help-close" aria-label="Close">
            <X size={16} aria-hidden="true" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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
