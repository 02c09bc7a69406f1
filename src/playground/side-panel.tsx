import { Tabs } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { ChecksPanel } from '../panels/checks-panel'
import { LogPanel } from '../panels/log-panel'
import { MomentsPanel } from '../panels/moments-panel'
import { NodePanel } from '../panels/node-panel'
import { RequestPanel } from '../panels/request-panel'
import { SetupPanel } from '../panels/setup-panel'
import { selectionStore } from '../run/selection-store'
import { ThemeButton } from '../theme/theme-button'
import { VariantSelect } from './variant-switch'
import './side-panel.css'

interface Properties {
  /** The window has no room for the moments beside the picture. */
  readonly withMoments: boolean
  /** The panels stand under the picture and scroll with the page. */
  readonly isSheet: boolean
  onHelp(): void
}

interface Tab {
  readonly id: string
  readonly label: string
  readonly panel: (sheet: ReactNode) => ReactNode
}

const MOMENTS: Tab = { id: 'moments', label: 'Moments', panel: () => <MomentsPanel /> }
const TABS: readonly Tab[] = [
  { id: 'setup', label: 'Setup', panel: (sheet) => <SetupPanel sheet={sheet} /> },
  { id: 'node', label: 'Node', panel: () => <NodePanel /> },
  { id: 'request', label: 'Request', panel: () => <RequestPanel /> },
  { id: 'checks', label: 'Checks', panel: () => <ChecksPanel /> },
  { id: 'log', label: 'Log', panel: () => <LogPanel /> },
]

/** The panels at the side. Choosing a node, a link or a request in the picture brings its panel to the front. */
export function SidePanel({ withMoments, isSheet, onHelp }: Properties) {
  const tabs = withMoments ? [MOMENTS, ...TABS] : TABS
  const [chosen, choose] = useState(withMoments ? MOMENTS.id : 'setup')
  const shown = tabs.some(({ id }) => id === chosen) ? chosen : 'setup'
  useEffect(
    () =>
      selectionStore.subscribe((selection, before) => {
        const isNode = selection.node !== before.node && selection.node !== null
        const isLink = selection.link !== before.link && selection.link !== null
        if (isNode || isLink) choose('node')
        else if (selection.request !== before.request && selection.request !== null) choose('request')
      }),
    [],
  )
  return (
    <Tabs.Root className="side" value={shown} onValueChange={choose} data-sheet={isSheet}>
      <Tabs.List className="side-tabs" aria-label="Panels">
        {tabs.map(({ id, label }) => (
          <Tabs.Trigger key={id} value={id} className="side-tab">
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map(({ id, panel }) => (
        <Tabs.Content key={id} value={id} className="side-content">
          {panel(isSheet ? <SheetControls onHelp={onHelp} /> : null)}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}

/** What the narrow top bar has no room for. */
function SheetControls({ onHelp }: { onHelp(): void }) {
  return (
    <>
      <VariantSelect />
      <span className="side-sheet-controls">
        <ThemeButton />
        <button type="button" className="button" onClick={onHelp}>
          Signs and keys
        </button>
      </span>
    </>
  )
}
