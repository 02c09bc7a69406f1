import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Span } from '../../../workers/trace/span-difference'

/** The part of the timeline that is asked about: what differs inside it from before? */
export interface SpanSelection {
  readonly span: Span | null
  select(span: Span | null): void
  /** The span starts at a moment; its end stays where it lies behind it, and is the end of the run otherwise. */
  startAt(micros: number, horizonMicros: number): void
  /** The span ends at a moment; its start stays where it lies ahead of it, and is the start of the run otherwise. */
  endAt(micros: number): void
}

export type SpanStore = ReturnType<typeof createSpanStore>

export function createSpanStore() {
  return createStore<SpanSelection>()((set, get) => ({
    span: null,
    select: (span) => set({ span }),
    startAt: (micros, horizonMicros) => {
      const end = get().span?.toMicros ?? 0
      const toMicros = end > micros ? end : horizonMicros
      if (micros < toMicros) set({ span: { fromMicros: micros, toMicros } })
    },
    endAt: (micros) => {
      const start = get().span?.fromMicros ?? 0
      if (micros > 0) set({ span: { fromMicros: start < micros ? start : 0, toMicros: micros } })
    },
  }))
}

export const spanStore = createSpanStore()

export function useSpan<T>(select: (selection: SpanSelection) => T): T {
  return useStore(spanStore, select)
}
