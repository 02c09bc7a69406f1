/**
 * The address and the page, kept alike: a link in the address bar is opened, and what is shown is written back, so that
 * reloading or copying the address loses nothing.
 */
import { LONGEST_DURATION } from '../workers/kernel/time'
import type { Look } from '../workers/scenario/look'
import { branchedLinkOf, isLong } from '../workers/scenario/url'
import type { Packing } from '../workers/scenario/url-packed'
import { groupDigits } from '../workers/trace/sentence'
import { type PlayheadStore, playheadStore, stepOf } from './playback/playhead-store'
import { type SpanStore, spanStore } from './playback/timeline/span-store'
import { loadPacking } from './run/load-packing'
import { type RunState, type RunStore, runStore } from './run/run-store'
import { type SelectionStore, selectionStore } from './run/selection-store'

/** WebKit refuses about a hundred quick writes, so there is at most one in this time. */
const WRITE_EVERY_MS = 500

/** The parts of `window` that are used. */
export interface Page {
  readonly location: { readonly hash: string }
  readonly history: Pick<History, 'replaceState' | 'state'>
  addEventListener(type: 'hashchange' | 'popstate', listener: () => void): void
}

export class LocationFollower {
  /** The hash that was read or written last: what the page already shows. */
  private shown: string | null = null
  /** Where a link wants to look, until the run has come so far. */
  private pending: Look | null = null
  /** The request that a link wants to tell, until it is known whether the run has it. */
  private promised: number | null = null
  /** The node that a link wants to look into, until it is known whether the run has it. */
  private sought: string | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private packing: Packing | null = null

  constructor(
    private readonly page: Page,
    private readonly run: RunStore,
    private readonly playhead: PlayheadStore,
    private readonly selection: SelectionStore,
    private readonly span: SpanStore,
  ) {}

  /** Opens what the address says and follows both sides from now on. */
  start(): void {
    const { page, run, playhead, selection, span } = this
    run.subscribe((now, before) => {
      if (now.meta !== before.meta) selection.getState().clear()
      if (now.look !== before.look) this.lookAt(now.look)
      if (this.pending !== null) this.arrive(now, this.pending)
      if (this.promised !== null && now.phase === 'finished') this.checkStory(now, this.promised)
      if (this.sought !== null && now.phase === 'finished') this.checkNode(now, this.sought)
      if (
        now.look !== before.look ||
        now.branching !== before.branching ||
        now.phase !== before.phase ||
        now.preset !== before.preset
      )
        this.schedule()
    })
    playhead.subscribe((now, before) => {
      if (now.micros !== before.micros || now.count !== before.count || now.marks !== before.marks) this.schedule()
    })
    selection.subscribe((now, before) => {
      if (now.request !== before.request || now.node !== before.node) this.schedule()
    })
    span.subscribe(() => this.schedule())
    page.addEventListener('hashchange', () => this.read())
    page.addEventListener('popstate', () => this.read())
    this.read()
  }

  /** The link to exactly what is shown, from its `#` on. */
  link(): string {
    const run = this.run.getState()
    const link = branchedLinkOf(run.branching, this.pending ?? this.lookNow(run), [run.meta], this.packing)
    if (this.packing === null && isLong(link)) this.fetchPacking()
    return link
  }

  /** Until it is there, a long link stays readable; without it, for good. */
  private fetchPacking(): void {
    loadPacking().then((packing) => {
      this.packing = packing
      this.schedule()
    }, console.error)
  }

  private lookNow({ scenario, trace, phase, preset, look }: RunState): Look {
    const { micros, count, marks } = this.playhead.getState()
    const whole = Math.min(LONGEST_DURATION, Math.floor(micros))
    const digest = phase === 'finished' ? (trace?.digest ?? null) : null
    const isAmongEvents = trace !== null && count !== trace.countAt(whole)
    const step = trace === null ? null : stepOf(trace, { count, marks })
    const { span } = this.span.getState()
    return {
      micros: whole,
      count: isAmongEvents ? count : null,
      step,
      preset,
      digest,
      lesson: look.lesson,
      request: this.selection.getState().request,
      node: this.selection.getState().node,
      span: span !== null && span.toMicros <= scenario.horizonMicros ? span : null,
    }
  }

  private lookAt(look: Look): void {
    this.pending = look
    const playhead = this.playhead.getState()
    playhead.pause()
    playhead.seek(look.micros)
    // A span lets go of the request that was told before it, so it comes first.
    this.span.getState().select(look.span)
    const { selectRequest, selectNode } = this.selection.getState()
    // The panel of what is selected last comes to the front: a story before a node. A look at no node leaves the one that is open.
    if (look.node !== null) selectNode(look.node)
    selectRequest(look.request)
    this.promised = look.request
    this.sought = look.node
  }

  private checkNode({ trace, addNote }: RunState, name: string): void {
    this.sought = null
    if (trace === null || trace.topology.nodes.some((node) => node.name === name)) return
    addNote(`This run has no node “${name}”.`)
    const { node, selectNode } = this.selection.getState()
    if (node === name) selectNode(null)
  }

  private checkStory({ trace, addNote }: RunState, request: number): void {
    this.promised = null
    const count = trace?.requestCount ?? 0
    if (request <= count) return
    addNote(`This run has ${groupDigits(count)} requests and no request ${groupDigits(request)}.`)
    const { request: told, selectRequest } = this.selection.getState()
    if (told === request) selectRequest(null)
  }

  /** The run has reached the moment: now the events at it can be told apart. */
  private arrive({ trace, phase }: RunState, look: Look): void {
    if (trace === null || phase === 'opening') return
    if (phase === 'running' && trace.reachedMicros <= look.micros) return
    this.pending = null
    const playhead = this.playhead.getState()
    playhead.follow(trace)
    const { step } = look
    const count = look.count ?? (step === null ? null : trace.countAt(look.micros))
    if (count !== null && count <= trace.events && trace.microsAfter(count) === look.micros)
      playhead.seekCount(count, step)
  }

  private read(): void {
    const { hash } = this.page.location
    if (hash === this.shown) return
    this.shown = hash
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.pending = null
    void this.run.getState().open(hash)
  }

  private schedule(): void {
    if (this.timer !== null || !this.run.getState().isOpen) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.write()
    }, WRITE_EVERY_MS)
  }

  private write(): void {
    if (!this.run.getState().isOpen) return
    const link = this.link()
    if (link === this.shown) return
    const { page } = this
    try {
      page.history.replaceState(page.history.state, '', link)
      this.shown = page.location.hash
    } catch {
      // A browser that refuses the write keeps the older address; the next change tries again.
    }
  }
}

let follower: LocationFollower | null = null

/** Lets the address follow the page and the page the address, once for the life of the page. */
export function followLocation(): void {
  if (follower !== null) return
  follower = new LocationFollower(window, runStore, playheadStore, selectionStore, spanStore)
  follower.start()
}

/** The link to exactly what is shown, as a whole address. */
export function currentLink(): string {
  const hash = follower?.link() ?? window.location.hash
  return `${window.location.href.split('#', 1)[0]}${hash}`
}
