import { runStore } from '../run/run-store'
import { selectionStore } from '../run/selection-store'
import { playheadStore } from './playhead-store'

/** Lets the playhead follow the run and the selected request, until the answered function is called. */
export function connectPlayhead(): () => void {
  const { follow, followRequest } = playheadStore.getState()
  follow(runStore.getState().trace)
  followRequest(selectionStore.getState().request)
  const stops = [
    runStore.subscribe((run, before) => {
      if (run.trace !== before.trace || run.growth !== before.growth) follow(run.trace)
    }),
    selectionStore.subscribe((selection, before) => {
      if (selection.request !== before.request) followRequest(selection.request)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
