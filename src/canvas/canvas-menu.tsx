import { DropdownMenu } from 'radix-ui'
import { formatMoment } from '../../workers/kernel/time'
import { breakHere, type Choices, type GradedDeed, linkChoices, nodeChoices } from '../panels/fault-choices'
import { linkFaults, nodeFaults } from '../panels/faults-in-force'
import { playheadStore } from '../playback/playhead-store'
import { runStore } from '../run/run-store'
import { selectionStore } from '../run/selection-store'
import type { MenuRequest, MenuSubject } from './menu-request'
import './canvas-menu.css'

/** What can be done to a node or a link at the moment shown, where it stands. Loaded when it is first asked for. */
export function CanvasMenu({ request, onClose }: { readonly request: MenuRequest; onClose(): void }) {
  const { x, y, subject, origin } = request
  const { deeds, graded } = choicesOf(subject)
  const name = subject.kind === 'node' ? subject.node : subject.link.join(' – ')
  return (
    // Not modal: a modal menu would put a style element into the page, which its policy forbids.
    <DropdownMenu.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" style={{ left: x, top: y }} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="start"
          collisionPadding={8}
          loop
          aria-label={`What to do to ${name}`}
          onContextMenu={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            origin.focus()
          }}
        >
          <DropdownMenu.Label className="menu-label">
            <b>{name}</b> <time>{formatMoment(playheadStore.getState().micros)}</time>
          </DropdownMenu.Label>
          {deeds.map(({ label, help, isBad, intervention }) => (
            <DropdownMenu.Item
              key={label}
              className={isBad === true ? 'menu-item menu-item-bad' : 'menu-item'}
              title={help}
              onSelect={() => breakHere(intervention)}
            >
              {label}
            </DropdownMenu.Item>
          ))}
          {graded.map((deed) => (
            <Graded key={deed.label} deed={deed} />
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => select(subject)}>
            Look inside
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Graded({ deed: { label, grades, undo } }: { readonly deed: GradedDeed }) {
  return (
    <>
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className="menu-item">
          {label}
          <span aria-hidden="true">›</span>
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent className="menu menu-sub" collisionPadding={8} loop>
            {grades.map(({ text, intervention }) => (
              <DropdownMenu.Item key={text} className="menu-item" onSelect={() => breakHere(intervention)}>
                {text}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
      {undo !== null && (
        <DropdownMenu.Item className="menu-item" onSelect={() => breakHere(undo.intervention)}>
          {undo.label}
        </DropdownMenu.Item>
      )}
    </>
  )
}

function choicesOf(subject: MenuSubject): Choices {
  const { scenario, meta, trace } = runStore.getState()
  const { micros } = playheadStore.getState()
  if (subject.kind === 'link') return linkChoices(subject.link, linkFaults(scenario.script, subject.link, micros))
  const kind = trace?.topology.nodes.find(({ name }) => name === subject.node)?.kind ?? ''
  return nodeChoices(subject.node, kind, meta.actions, nodeFaults(scenario.script, subject.node, micros))
}

function select(subject: MenuSubject): void {
  const { selectNode, selectLink } = selectionStore.getState()
  if (subject.kind === 'node') selectNode(subject.node)
  else selectLink(subject.link)
}
