import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export interface Tab {
  readonly id: string
  readonly label: string
}

interface Properties {
  readonly tabs: readonly Tab[]
  readonly shown: string
  /** Names the row of tabs for a screen reader. */
  readonly label: string
  /** The panel of the tab that is shown. */
  readonly children: ReactNode
  onShow(id: string): void
}

/**
 * Tabs after the pattern of the ARIA Authoring Practices, with automatic activation: one stop of the Tab key, the arrow
 * keys, Home and End choose, and the panel follows at once.
 */
export function Tabs({ tabs, shown, label, children, onShow }: Properties) {
  const prefix = useId()
  const row = useRef<HTMLDivElement>(null)
  // Where the row is wider than its room, what is chosen is in sight.
  useEffect(() => {
    const own = row.current
    const tab = own?.querySelector<HTMLElement>(`#${CSS.escape(`${prefix}${shown}`)}`)
    if (!own || !tab) return
    const room = own.clientWidth
    if (tab.offsetLeft < own.scrollLeft) own.scrollLeft = tab.offsetLeft
    else if (tab.offsetLeft + tab.offsetWidth > own.scrollLeft + room)
      own.scrollLeft = tab.offsetLeft + tab.offsetWidth - room
  }, [prefix, shown])
  const walk = (event: KeyboardEvent) => {
    const next = nextTab(
      event.key,
      tabs.findIndex(({ id }) => id === shown),
      tabs.length,
    )
    const tab = next === null ? undefined : tabs[next]
    if (tab === undefined) return
    event.preventDefault()
    onShow(tab.id)
    row.current?.querySelector<HTMLElement>(`#${CSS.escape(`${prefix}${tab.id}`)}`)?.focus()
  }
  return (
    <>
      <div ref={row} className="side-tabs" role="tablist" aria-label={label} onKeyDown={walk}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${prefix}${tab.id}`}
            type="button"
            role="tab"
            className="side-tab"
            aria-selected={tab.id === shown}
            aria-controls={`${prefix}panel`}
            tabIndex={tab.id === shown ? 0 : -1}
            onClick={() => onShow(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        key={shown}
        id={`${prefix}panel`}
        className="side-content"
        role="tabpanel"
        aria-labelledby={`${prefix}${shown}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls has to be reachable by keyboard.
        tabIndex={0}
      >
        {children}
      </div>
    </>
  )
}

/** Which tab a key goes to, round the ends; null when the key is none of the tabs' own. */
export function nextTab(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (current + 1) % count
    case 'ArrowLeft':
      return (current - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
