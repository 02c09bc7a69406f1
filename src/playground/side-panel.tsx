import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { hasLesson } from '../../workers/systems/loaders'
import { SetupPanel } from '../panels/setup-panel'
import { spanStore } from '../playback/timeline/span-store'
import { runStore, useRun } from '../run/run-store'
import { selectionStore } from '../run/selection-store'
import { ThemeButton } from '../theme/theme-button'
import { type Tab, Tabs } from './tabs'
import { VariantSelect } from './variant-switch'
import './side-panel.css'

const loadNode = () => import('../panels/node-panel')
const loadRequest = () => import('../panels/request-panel')
const loadChecks = () => import('../panels/checks-panel')
const loadLog = () => import('../panels/log/log-panel')
const loadMenu = () => import('../canvas/canvas-menu')
const NodePanel = lazy(async () => ({ default: (await loadNode()).NodePanel }))
const RequestPanel = lazy(async () => ({ default: (await loadRequest()).RequestPanel }))
const ChecksPanel = lazy(async () => ({ default: (await loadChecks()).ChecksPanel }))
const MomentsPanel = lazy(async () => ({ default: (await import('../panels/moments-panel')).MomentsPanel }))
const LessonPanel = lazy(async () => ({ default: (await import('../lesson/lesson-panel')).LessonPanel }))
const ComparePanel = lazy(async () => ({ default: (await import('../compare/compare-panel')).ComparePanel }))
const CodePanel = lazy(async () => ({ default: (await import('../panels/code/code-panel')).CodePanel }))
const ProofPanel = lazy(async () => ({ default: (await import('../panels/proof/proof-panel')).ProofPanel }))
const LogPanel = lazy(async () => ({ default: (await loadLog()).LogPanel }))

/** Wait after the first picture before what opens at a press is fetched. */
const FETCH_AFTER_MS = 1_500

interface Properties {
  /** The window has no room for the moments beside the picture. */
  readonly withMoments: boolean
  /** The window has no room for all controls in the top bar. */
  readonly isSheet: boolean
  onHelp(): void
}

const COMPARE_TAB: Tab = { id: 'compare', label: 'Compare' }
const TABS: readonly Tab[] = [
  { id: 'setup', label: 'Setup' },
  { id: 'node', label: 'Node' },
  { id: 'request', label: 'Request' },
  { id: 'checks', label: 'Checks' },
  { id: 'code', label: 'Code' },
  { id: 'proof', label: 'Proof' },
  { id: 'log', label: 'Log' },
]
const MOMENTS_TAB: Tab = { id: 'moments', label: 'Moments' }
const LESSON_TAB: Tab = { id: 'lesson', label: 'Lesson' }

/** The panels at the side. Choosing a node, a link, a request or a span of time brings its panel to the front. */
export function SidePanel({ withMoments, isSheet, onHelp }: Properties) {
  const isCompared = useRun((run) => run.branching.versus !== null)
  const isTaught = useRun((run) => hasLesson(run.meta.id))
  const tabs = useMemo(
    () => [
      ...(isCompared ? [COMPARE_TAB] : []),
      ...(withMoments && isTaught ? [LESSON_TAB] : []),
      ...(withMoments ? [MOMENTS_TAB] : []),
      ...TABS,
    ],
    [isCompared, withMoments, isTaught],
  )
  const [chosen, choose] = useState(() => firstTab(withMoments, isTaught))
  const shown = tabs.some(({ id }) => id === chosen) ? chosen : 'setup'
  const root = useRef<HTMLDivElement>(null)
  const wasAsked = useRef(isAsked())
  useFetchedLater()
  useEffect(() => {
    if (isCompared && !wasAsked.current) choose('compare')
    wasAsked.current = false
  }, [isCompared])
  useEffect(
    () =>
      selectionStore.subscribe((selection, before) => {
        const isNode = selection.node !== before.node && selection.node !== null
        const isLink = selection.link !== before.link && selection.link !== null
        const isRequest = selection.request !== before.request && selection.request !== null
        if (!isNode && !isLink && (!isRequest || selection.isQuiet)) return
        choose(isNode || isLink ? 'node' : 'request')
        bringUp(root.current)
      }),
    [],
  )
  useEffect(
    () =>
      spanStore.subscribe(({ span }, before) => {
        if (span === null || before.span !== null) return
        selectionStore.getState().selectRequest(null)
        choose('request')
      }),
    [],
  )
  return (
    <div className="side" ref={root}>
      <Tabs tabs={tabs} shown={shown} label="Panels" onShow={choose}>
        <Suspense fallback={<p className="panel-section panel-help">Loading…</p>}>
          {shown === 'compare' && <ComparePanel />}
          {shown === 'lesson' && <LessonPanel />}
          {shown === 'moments' && <MomentsPanel />}
          {shown === 'setup' && <SetupPanel sheet={isSheet ? <SheetControls onHelp={onHelp} /> : null} />}
          {shown === 'node' && <NodePanel />}
          {shown === 'request' && <RequestPanel />}
          {shown === 'checks' && <ChecksPanel />}
          {shown === 'code' && <CodePanel />}
          {shown === 'proof' && <ProofPanel />}
          {shown === 'log' && <LogPanel onStory={() => choose('request')} />}
        </Suspense>
      </Tabs>
    </div>
  )
}

/** Whether the link that was opened tells a request or asks about a span. */
function isAsked(): boolean {
  return selectionStore.getState().request !== null || spanStore.getState().span !== null
}

/** What the link that was opened asks for; else what a person begins with. */
function firstTab(withMoments: boolean, isTaught: boolean): string {
  if (isAsked()) return 'request'
  if (withMoments && runStore.getState().look.lesson !== null) return 'lesson'
  if (selectionStore.getState().node !== null) return 'node'
  return withMoments ? (isTaught ? 'lesson' : 'moments') : 'setup'
}

function useFetchedLater(): void {
  useEffect(() => {
    const timer = window.setTimeout(() => {
      // A fetch that fails here is tried again when its tab is opened.
      Promise.all([loadNode(), loadRequest(), loadChecks(), loadLog(), loadMenu()]).catch(() => {})
    }, FETCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
}

/** On a phone the panels may lie below the screen: they come up to its middle, and the picture stays in part. */
function bringUp(side: HTMLElement | null): void {
  if (side === null || side.getBoundingClientRect().top < 0.7 * window.innerHeight) return
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  side.querySelector('[role="tablist"]')?.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' })
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
