import { Tabs } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { ChecksPanel } from '../panels/checks-panel'
import { LogPanel } from '../panels/log-panel'
import { MomentsPanel } from '../panels/moments-panel'
import { NodePanel } from '../panels/node-panel'
import { RequestPanel } from '../panels/request-panel'
import { SetupPanel } from '../panels/setup-panel'
import { selectionStore } from '../run/selection-store'
import './side-panel.css'

interface Properties {
  /** The window has no room for the moments beside the picture. */
  readonly withMoments: boolean
  /** The panels stand under the picture and scroll with the page. */
  readonly isSheet: boolean
}

interface Tab {
  readonly id: string
  readonly label: string
  readonly panel: () => ReactNode
}

const MOMENTS: Tab = { id: 'moments', label: 'Moments', panel: () => <MomentsPanel /> }
const TABS: readonly Tab[] = [
  { id: 'setup', label: 'Setup', panel: () => <SetupPanel /> },
  { id: 'node', label: 'Node', panel: () => <NodePanel /> },
  { id: 'request', label: 'Request', panel: () => <RequestPanel /> },
  { id: 'checks', label: 'Checks', panel: () => <ChecksPanel /> },
  { id: 'log', label: 'Log', panel: () => <LogPanel /> },
]

/** The panels at the side. Choosing a node, a link or a request in the picture brings its panel to the front. */
export function SidePanel({ withMoments, isSheet }: Properties) {
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
          {panel()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
