import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { NO_REQUEST } from '../../workers/protocol'
import type { LinkEnds } from '../../workers/scenario/scenario'
import { runStore } from './run-store'

/** What the person looks at closely. A node and a link exclude each other; a request may be selected beside either. */
export interface Selection {
  /** Name of a node. */
  readonly node: string | null
  readonly link: LinkEnds | null
  /** Id of a request, from 1. */
  readonly request: number | null
  /** Index of a hop in the trace. */
  readonly hop: number | null
  /** It was selected from a list that one goes on reading: no panel comes to the front. */
  readonly isQuiet: boolean

  selectNode(name: string | null): void
  selectLink(link: LinkEnds | null): void
  /** Selecting another request lets go of the hop. */
  selectRequest(id: number | null): void
  /** Selects the hop, and the request it belongs to if a client asked for it. */
  selectHop(index: number | null, quietly?: boolean): void
  /** Another system is shown: nothing of the old one stays selected. */
  clear(): void
}

const NOTHING = { node: null, link: null, request: null, hop: null, isQuiet: false } as const

export type SelectionStore = ReturnType<typeof createSelectionStore>

/** @param requestOf id of the request that a hop belongs to, 0 for none */
export function createSelectionStore(requestOf: (hop: number) => number) {
  return createStore<Selection>()((set, get) => ({
    ...NOTHING,
    selectNode: (node) => set({ node, link: null }),
    selectLink: (link) => set({ link, node: null }),
    selectRequest: (request) => set({ request, hop: request === get().request ? get().hop : null, isQuiet: false }),
    selectHop: (hop, isQuiet = false) =>
      set(hop === null ? { hop } : { hop, request: requestOf(hop) || null, isQuiet }),
    clear: () => set(NOTHING),
  }))
}

export const selectionStore = createSelectionStore((hop) => runStore.getState().trace?.hopRequest(hop) ?? NO_REQUEST)

export function useSelection<T>(select: (selection: Selection) => T): T {
  return useStore(selectionStore, select)
}
