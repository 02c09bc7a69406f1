import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { type PlayheadStore, playheadStore } from '../playback/playhead-store'
import { type RunState, runStore } from '../run/run-store'

/** What a picture needs to know of a run. */
export type SceneRun = Pick<RunState, 'trace' | 'growth' | 'meta' | 'view' | 'scenario'>

/** The run that a picture shows, and its moment. Two pictures side by side are two scenes. */
export interface Scene {
  readonly run: Pick<StoreApi<SceneRun>, 'getState' | 'getInitialState' | 'subscribe'>
  readonly playhead: PlayheadStore
  /** Calls back whenever the moment shown moved or the trace behind it grew. */
  readonly subscribe: (changed: () => void) => () => void
}

export function createScene(run: Scene['run'], playhead: PlayheadStore): Scene {
  return {
    run,
    playhead,
    subscribe(changed) {
      const stopPlayhead = playhead.subscribe((now, before) => {
        if (now.count !== before.count || now.marks !== before.marks || now.trace !== before.trace) changed()
      })
      const stopRun = run.subscribe((now, before) => {
        if (now.growth !== before.growth) changed()
      })
      return () => {
        stopPlayhead()
        stopRun()
      }
    },
  }
}

/** The run that the address, the timeline and the panels speak of. */
export const mainScene: Scene = createScene(runStore, playheadStore)

export const SceneContext = createContext<Scene>(mainScene)

export function useScene(): Scene {
  return useContext(SceneContext)
}

export function useSceneRun<T>(select: (run: SceneRun) => T): T {
  return useStore(useScene().run, select)
}
