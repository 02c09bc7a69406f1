import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { SearchProgress } from '../../workers/explore/explore-api'
import type { Finding, Tried } from '../../workers/explore/search'
import type { Target } from '../../workers/explore/target'
import type { Scenario } from '../../workers/scenario/scenario'
import type { SystemMeta } from '../../workers/systems/system'
import { connectExplorer, type ExplorerConnection } from '../run/connect-explorer'

/** A search for trouble, spread over the cores of this machine. */
export interface BreakState {
  readonly phase: 'idle' | 'searching' | 'paused' | 'found' | 'nothing' | 'failed'
  /** Candidates of the whole search. */
  readonly runs: number
  /** Candidates tried so far. */
  readonly done: number
  readonly tried: Tried
  /** Runs a second since the search began or went on. */
  readonly rate: number
  readonly finding: Finding | null

  start(scenario: Scenario, meta: SystemMeta, target: Target, runs: number): void
  pause(): void
  resume(): void
  cancel(): void
}

const NOTHING_TRIED: Tried = { runs: 0, events: 0, faults: {} }
/** Candidates between two looks at a worker: few, so that pausing is felt at once. */
const STEP_RUNS = 4
const MOST_WORKERS = 8

export type BreakStore = ReturnType<typeof createBreakStore>

/** @param cores how many workers search side by side; the finding does not depend on it */
export function createBreakStore(connect: () => ExplorerConnection, cores: number, now: () => number) {
  return createStore<BreakState>()((set, get) => {
    let shards: Shard[] = []
    /** Counts searches, so that answers for one that was given up are forgotten. */
    let generation = 0
    let since = { at: 0, runs: 0 }

    const stop = (): void => {
      generation += 1
      for (const { connection } of shards) connection.end()
      shards = []
    }

    const show = (): void => {
      const tried = sum(shards.map(({ progress }) => progress?.tried ?? NOTHING_TRIED))
      const seconds = Math.max(0.001, (now() - since.at) / 1000)
      const done = shards.reduce((total, shard) => total + doneOf(shard), 0)
      set({ tried, done, rate: (tried.runs - since.runs) / seconds })
    }

    /** The finding with the lowest index, once no shard can find a lower one. */
    const conclude = (): void => {
      const findings = shards.flatMap(({ progress }) => progress?.finding ?? []).sort((a, b) => a.index - b.index)
      const lowest = findings[0]
      const isOpen = ({ progress }: Shard): boolean =>
        progress === null || (!progress.isOver && (lowest === undefined || progress.position < lowest.index))
      if (shards.some(isOpen)) return
      show()
      stop()
      set(lowest === undefined ? { phase: 'nothing' } : { phase: 'found', finding: lowest })
    }

    const pump = async (shard: Shard, own: number): Promise<void> => {
      while (own === generation && get().phase === 'searching' && !(shard.progress?.isOver ?? false)) {
        try {
          const progress = await shard.connection.api.step(STEP_RUNS)
          if (own !== generation) return
          shard.progress = progress
        } catch {
          if (own === generation) fail()
          return
        }
        show()
        conclude()
      }
    }

    const fail = (): void => {
      stop()
      set({ phase: 'failed' })
    }

    return {
      phase: 'idle',
      runs: 0,
      done: 0,
      tried: NOTHING_TRIED,
      rate: 0,
      finding: null,

      start(scenario, meta, target, runs) {
        stop()
        const own = generation
        const count = Math.max(1, Math.min(MOST_WORKERS, cores, runs))
        set({ phase: 'searching', runs, done: 0, tried: NOTHING_TRIED, rate: 0, finding: null })
        since = { at: now(), runs: 0 }
        shards = Array.from({ length: count }, (_, index) => ({ connection: connect(), index, count, progress: null }))
        for (const shard of shards) {
          shard.connection.onFailure(() => own === generation && fail())
          const budget = { runs, shard: { index: shard.index, count } }
          shard.connection.api
            .begin({ scenario, meta, target, budget })
            .then(() => pump(shard, own))
            .catch(() => own === generation && fail())
        }
      },
      pause() {
        if (get().phase === 'searching') set({ phase: 'paused' })
      },
      resume() {
        if (get().phase !== 'paused') return
        set({ phase: 'searching' })
        since = { at: now(), runs: get().tried.runs }
        for (const shard of shards) void pump(shard, generation)
      },
      cancel() {
        stop()
        set({ phase: 'idle', done: 0, tried: NOTHING_TRIED, finding: null })
      },
    }
  })
}

interface Shard {
  readonly connection: ExplorerConnection
  readonly index: number
  readonly count: number
  progress: SearchProgress | null
}

function doneOf({ progress, index, count }: Shard): number {
  return progress === null ? 0 : Math.max(0, Math.ceil((progress.position - index) / count))
}

function sum(all: readonly Tried[]): Tried {
  const faults: Record<string, number> = {}
  for (const { faults: own } of all)
    for (const [kind, count] of Object.entries(own)) faults[kind] = (faults[kind] ?? 0) + count
  return {
    runs: all.reduce((total, { runs }) => total + runs, 0),
    events: all.reduce((total, { events }) => total + events, 0),
    faults,
  }
}

const CORES = typeof navigator === 'undefined' ? 1 : navigator.hardwareConcurrency || 2

export const breakStore = createBreakStore(connectExplorer, CORES, () => performance.now())

export function useBreak<T>(select: (state: BreakState) => T): T {
  return useStore(breakStore, select)
}
