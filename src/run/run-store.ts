import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Inspection } from '../../workers/protocol'
import { activeScenario, type Branching, singleBranch, withScenario } from '../../workers/scenario/branching'
import { checkScenario } from '../../workers/scenario/check'
import { type Look, START } from '../../workers/scenario/look'
import { baseScenario, findPreset } from '../../workers/scenario/preset-scenario'
import { type Intervention, type ParameterValue, SCENARIO_LIMITS, type Scenario } from '../../workers/scenario/scenario'
import { isPacked, readLink, systemNamed } from '../../workers/scenario/url'
import type { Packing } from '../../workers/scenario/url-packed'
import type { SystemMeta, SystemView } from '../../workers/systems/system'
import type { Trace } from '../../workers/trace/trace'
import { interventionText } from '../playback/intervention-text'
import { playheadStore } from '../playback/playhead-store'
import { groupText } from '../playback/script-groups'
import { type BranchActions, branchActions } from './branch-actions'
import { connectWorker } from './connect-worker'
import { History } from './history'
import { loadPacking } from './load-packing'
import { type LoadedSystem, loadSystem } from './load-system'
import { noMeta, noScenario, noView } from './no-system'
import { type Connection, SessionClient } from './session-client'

/** The scenario that is open, its run, and every way to change it. */
export interface RunState extends BranchActions {
  /** False in the gallery: the fields below then hold an empty system. */
  readonly isOpen: boolean
  readonly scenario: Scenario
  readonly meta: SystemMeta
  readonly view: SystemView
  /** Null until the first part of the first run has come. The same object goes on from run to run while the nodes stay. */
  readonly trace: Trace | null
  /** Names of the checks that watch the run. */
  readonly checks: readonly string[]
  /** Raised whenever the trace grew, was cut or was replaced. */
  readonly growth: number
  readonly phase: Phase
  /** Why the run is broken; otherwise empty. */
  readonly sentence: string
  /** The scenario that is shown and those that are kept beside it. */
  readonly branching: Branching
  /** The preset from which the person set out, or null. The scenario may differ from it since. */
  readonly preset: string | null
  /** Where the playhead goes after opening: another object each time a scenario was opened. */
  readonly look: Look
  readonly notes: readonly string[]
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The name of the change that undo takes back, for instance `crash s2`. */
  readonly undoLabel: string | null
  readonly redoLabel: string | null

  /** Opens a link (its hash or the whole address) or a scenario. What is wrong with it becomes notes. */
  open(source: string | Scenario): Promise<void>
  /** Shows a scenario of this system in place of all branches; undo brings them back, and the moment that was shown. */
  enter(scenario: Scenario, look: Look, label: string): void
  /** Shows another moment, or another step of the lesson, of the same run. */
  lookAt(look: Look): void
  /** Back to the gallery. */
  close(): void
  /** Takes the next scenario; undoable. Changes with the same `drag` key in quick succession are one step. */
  change(next: Scenario, label: string, drag?: string): void
  setValue(key: string, value: ParameterValue): void
  setVariant(id: string): void
  setSeed(seed: number): void
  setHorizon(micros: number): void
  usePreset(id: string): void
  addIntervention(intervention: Intervention): void
  /** Moves an entry of the script in time, and with it the next ones up to `count`; answers its new index there. */
  moveIntervention(index: number, atMicros: number, count?: number): number
  /** Takes out an entry and the next ones, `count` in all. */
  removeIntervention(index: number, count?: number): void
  undo(): void
  redo(): void
  /** What the processes of a node wait for after event `event`; rejects when the run is lost or closed. */
  inspect(event: number, node: string): Promise<Inspection>
  /** Shows a note; the same text only once at a time. */
  addNote(text: string): void
  dismissNote(index: number): void
}

export type Phase = 'opening' | 'running' | 'finished' | 'broken'

/** A step of undo: the scenarios and where they set out from. */
interface Moment {
  readonly branching: Branching
  readonly preset: string | null
  /** What was shown of them, where the change went elsewhere in the run too; null: the playhead stays where it is. */
  readonly look: Look | null
}

const CLOSED = {
  isOpen: false,
  scenario: noScenario,
  branching: singleBranch(noScenario),
  meta: noMeta,
  view: noView,
  trace: null,
  checks: [],
  phase: 'opening',
  sentence: '',
  preset: null,
  look: START,
} as const

const MOST_NOTES = 50

export type RunStore = ReturnType<typeof createRunStore>

/**
 * @param now wall clock in milliseconds, to tell one drag from the next
 * @param shownMicros where the playhead stands
 */
export function createRunStore(
  connect: () => Connection,
  now: () => number = Date.now,
  shownMicros: () => number = () => playheadStore.getState().micros,
) {
  return createStore<RunState>()((set, get) => {
    const history = new History<Moment>(now)
    /** Counts openings, so that a slower one before it is forgotten. */
    let openings = 0
    /** The scenario that came with a digest; only its own run can be compared with it. */
    let promised: { readonly scenario: Scenario; readonly digest: string } | null = null

    const client = new SessionClient(connect, {
      opened: (checks) => set({ checks }),
      grown(trace) {
        const { status } = trace
        set({
          trace,
          growth: get().growth + 1,
          phase: status.kind,
          sentence: status.kind === 'broken' ? status.sentence : '',
        })
        if (status.kind !== 'running') compareDigest(trace)
      },
      restarted: (reason) => get().addNote(`${reason} It was started again and shows the same moment.`),
      broken: (sentence) => set({ phase: 'broken', sentence }),
    })

    const compareDigest = (trace: Trace): void => {
      if (promised === null || promised.scenario !== get().scenario || trace.digest === null) return
      const { digest } = promised
      promised = null
      if (trace.digest.startsWith(digest)) return
      get().addNote(
        `This run differs from the one that was shared: its digest is ${trace.digest.slice(0, digest.length)}, not ${digest}.`,
      )
    }

    const lookNow = (): Look => {
      const { preset, look } = get()
      return { ...START, micros: Math.floor(shownMicros()), preset, lesson: look.lesson }
    }

    const begin = ({ branching, preset, look }: Moment): void => {
      const scenario = activeScenario(branching)
      const isSame = scenario === get().scenario && get().isOpen && get().phase !== 'broken'
      set({
        branching,
        preset,
        scenario,
        ...(isSame ? {} : { phase: 'opening', sentence: '' }),
        canUndo: history.undoLabel !== null,
        canRedo: history.redoLabel !== null,
        undoLabel: history.undoLabel,
        redoLabel: history.redoLabel,
      })
      if (!isSame || get().trace === null) client.start(scenario)
      if (look !== null) set({ look: { ...look } })
    }

    const leave = (next: Moment, label: string, drag: string | null = null): boolean => {
      const { isOpen, meta, branching, preset } = get()
      if (!isOpen) return false
      const problems = checkScenario(meta, activeScenario(next.branching))
      for (const problem of problems) get().addNote(problem)
      if (problems.length > 0) return false
      history.leave({ branching, preset, look: next.look === null ? null : lookNow() }, label, drag)
      begin(next)
      return true
    }

    const leaveBranching = (branching: Branching, label: string): void => {
      if (branching !== get().branching) leave({ branching, preset: get().preset, look: null }, label)
    }

    /** Undoes or does again; what is left is kept as it was left the first time, with its moment or without. */
    const travel = (kept: Moment | null, go: (now: Moment) => Moment | null): void => {
      const { branching, preset } = get()
      const moment = go({ branching, preset, look: kept === null || kept.look === null ? null : lookNow() })
      if (moment !== null) begin(moment)
    }

    const openScenario = (parts: LoadedSystem, branching: Branching, look: Look, notes: readonly string[]): void => {
      const isSame = get().isOpen && get().meta === parts.meta
      for (const note of notes) get().addNote(note)
      if (isSame)
        history.leave({ branching: get().branching, preset: get().preset, look: lookNow() }, 'open link', null)
      else {
        history.clear()
        client.stop()
        set({ trace: null })
      }
      promised = look.digest === null ? null : { scenario: activeScenario(branching), digest: look.digest }
      set({ isOpen: true, ...parts })
      begin({ branching, preset: look.preset, look })
    }

    return {
      ...CLOSED,
      growth: 0,
      notes: [],
      canUndo: false,
      canRedo: false,
      undoLabel: null,
      redoLabel: null,

      async open(source) {
        const opening = ++openings
        const id = typeof source === 'string' ? systemNamed(source) : source.system
        let parts: LoadedSystem | null
        let packing: Packing | null = null
        try {
          parts = await loadSystem(id)
          if (typeof source === 'string' && isPacked(source)) packing = await loadPacking()
        } catch {
          if (opening !== openings) return
          get().close()
          get().addNote(`“${id}” could not be loaded. Check the connection and reload the page.`)
          return
        }
        if (opening !== openings) return
        if (typeof source === 'string') {
          const { branching, look, notes } = readLink(source, parts === null ? [] : [parts.meta], packing)
          if (parts !== null && branching !== null) return openScenario(parts, branching, look, notes)
          get().close()
          for (const note of notes) get().addNote(note)
          return
        }
        const problems = parts === null ? [`There is no system “${id}”.`] : checkScenario(parts.meta, source)
        if (parts !== null && problems.length === 0) return openScenario(parts, singleBranch(source), START, [])
        for (const problem of problems) get().addNote(problem)
      },

      enter(scenario, look, label) {
        leave({ branching: singleBranch(scenario), preset: look.preset, look }, label)
      },
      lookAt: (look) => set({ look: { ...look } }),

      close() {
        openings += 1
        promised = null
        history.clear()
        client.stop()
        set({ ...CLOSED, canUndo: false, canRedo: false, undoLabel: null, redoLabel: null })
      },

      change(next, label, drag) {
        leave({ branching: withScenario(get().branching, next), preset: get().preset, look: null }, label, drag)
      },
      setValue(key, value) {
        const { scenario, meta, change } = get()
        const label = meta.parameters.find((parameter) => parameter.key === key)?.label ?? key
        change({ ...scenario, values: { ...scenario.values, [key]: value } }, label, `value ${key}`)
      },
      setVariant(id) {
        const { scenario, meta, change } = get()
        change({ ...scenario, variant: id }, meta.variants.find((variant) => variant.id === id)?.label ?? id)
      },
      setSeed: (seed) => get().change({ ...get().scenario, seed }, 'seed', 'seed'),
      setHorizon: (horizonMicros) => get().change({ ...get().scenario, horizonMicros }, 'length of the run', 'horizon'),
      usePreset(id) {
        const { meta } = get()
        const preset = findPreset(meta, id)
        if (preset === undefined) return
        // A preset is another question, so nothing of the old one stays beside it.
        const look = { ...START, micros: preset.openAt ?? 0, preset: id }
        leave({ branching: singleBranch(baseScenario(meta, id)), preset: id, look }, preset.title)
      },

      addIntervention(intervention) {
        const { scenario, meta, change } = get()
        const { script } = insert(scenario.script, intervention)
        change({ ...scenario, script }, interventionText(intervention, meta))
      },
      moveIntervention(index, atMicros, count = 1) {
        const { scenario, meta, change } = get()
        const { taken, rest } = takeOut(scenario.script, index, count)
        const [first, last] = [taken[0], taken.at(-1)]
        if (first === undefined || last === undefined) return index
        const latest = SCENARIO_LIMITS.maxHorizonMicros - (last.at - first.at)
        const by = Math.round(Math.min(latest, Math.max(0, atMicros))) - first.at
        if (by === 0) return index
        let next = { script: rest, index }
        const places = taken.map((entry) => {
          next = insert(next.script, { ...entry, at: entry.at + by })
          return next.index
        })
        change({ ...scenario, script: next.script }, `moved: ${groupText(taken, meta)}`, 'move')
        return places[0] ?? index
      },
      removeIntervention(index, count = 1) {
        const { scenario, meta, change } = get()
        const { taken, rest } = takeOut(scenario.script, index, count)
        if (taken.length > 0) change({ ...scenario, script: rest }, `removed: ${groupText(taken, meta)}`)
      },

      ...branchActions(get, leaveBranching),

      undo: () => travel(history.before, (now) => history.undo(now)),
      redo: () => travel(history.after, (now) => history.redo(now)),

      inspect: (event, node) => client.inspect(event, node),

      addNote(text) {
        const { notes } = get()
        if (!notes.includes(text) && notes.length < MOST_NOTES) set({ notes: [...notes, text] })
      },
      dismissNote: (index) => set({ notes: get().notes.filter((_, other) => other !== index) }),
    }
  })
}

function takeOut(script: Scenario['script'], index: number, count: number) {
  const taken = script.slice(index, index + count)
  return { taken, rest: [...script.slice(0, index), ...script.slice(index + count)] }
}

/** Puts an entry behind all that happen no later, so that the script stays in order of time. */
function insert(script: Scenario['script'], entry: Intervention): { script: Intervention[]; index: number } {
  const later = script.findIndex((other) => other.at > entry.at)
  const index = later === -1 ? script.length : later
  return { script: [...script.slice(0, index), entry, ...script.slice(index)], index }
}

export const runStore = createRunStore(connectWorker)

export function useRun<T>(select: (run: RunState) => T): T {
  return useStore(runStore, select)
}
