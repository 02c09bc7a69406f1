import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { MarkTone } from '../../../workers/protocol'
import type { Protocol } from '../../../workers/trace/traffic'

/** Which log is shown, and what it is filtered by; kept while another panel is looked at. */
export interface LogChoice {
  readonly view: 'marks' | Protocol
  readonly text: string
  readonly tone: MarkTone | null
  /** Name of a node that sends or answers; empty for any. */
  readonly node: string
  /** A word for how lines came out, as `statusOf` tells it; empty for any. */
  readonly status: string
  /** The log moves with the playhead. */
  readonly follows: boolean
}

export const logStore = createStore<LogChoice>()(() => ({
  view: 'marks',
  text: '',
  tone: null,
  node: '',
  status: '',
  follows: true,
}))

export function useLog<T>(select: (choice: LogChoice) => T): T {
  return useStore(logStore, select)
}
