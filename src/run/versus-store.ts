/** The run of the branch that the shown one is compared with: in a worker of its own, under the same playhead. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { findBranch } from '../../workers/scenario/branching'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { createPlayheadStore, type PlayheadStore, playheadStore } from '../playback/playhead-store'
import { connectWorker } from './connect-worker'
import { noMeta, noScenario, noView } from './no-system'
import { type Phase, type RunState, type RunStore, runStore } from './run-store'
import { type Connection, SessionClient } from './session-client'

export interface VersusState extends Pick<RunState, 'meta' | 'view' | 'scenario' | 'trace' | 'growth'> {
  /** Whether anything is compared. */
  readonly isOn: boolean
  readonly phase: Phase
  /** Why the run is broken; otherwise empty. */
  readonly sentence: string
}

export type VersusStore = ReturnType<typeof createVersusStore>

const OFF = {
  isOn: false,
  meta: noMeta,
  view: noView,
  scenario: noScenario,
  trace: null,
  phase: 'opening',
  sentence: '',
} as const

/** Follows what the run store compares with, and the playhead, for the life of the page. */
export function createVersusStore(run: RunStore, main: PlayheadStore, connect: () => Connection) {
  const store = createStore<VersusState>()(() => ({ ...OFF, growth: 0 }))
  const playhead = createPlayheadStore()
  const grown = (trace: Trace): void => {
    const { status } = trace
    const sentence = status.kind === 'broken' ? status.sentence : ''
    store.setState({ trace, growth: store.getState().growth + 1, phase: status.kind, sentence })
    playhead.getState().follow(trace)
  }
  const client = new SessionClient(connect, {
    grown,
    restarted: () => {},
    broken: (sentence) => store.setState({ phase: 'broken', sentence }),
  })
  const follow = ({ isOpen, branching, meta, view }: RunState): void => {
    const wanted: Scenario | null = isOpen ? (findBranch(branching, branching.versus)?.scenario ?? null) : null
    const { isOn, scenario } = store.getState()
    if (wanted === null) {
      if (!isOn) return
      client.stop()
      store.setState(OFF)
      playhead.getState().follow(null)
    } else if (!isOn || wanted !== scenario) {
      store.setState({ isOn: true, meta, view, scenario: wanted, phase: 'opening', sentence: '' })
      client.start(wanted)
    }
  }
  run.subscribe(follow)
  follow(run.getState())
  const seek = (): void => {
    const { micros, count, trace } = main.getState()
    // Between events of one moment the two runs have nothing in common: only the shown one stands there.
    if (trace !== null && count >= 0) playhead.getState().seek(micros)
  }
  main.subscribe((now, before) => {
    if (now.micros !== before.micros) seek()
  })
  seek()
  return { store, playhead }
}

export const versus = createVersusStore(runStore, playheadStore, connectWorker)

export function useVersus<T>(select: (versus: VersusState) => T): T {
  return useStore(versus.store, select)
}
