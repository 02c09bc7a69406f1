/**
 * Runs the newest scenario in a worker and feeds its chunks to a trace. Only one call is under way at a time, so what the
 * worker has sent and what the trace holds never part. A worker that does not answer is replaced.
 */
import type { Inspection, Opened, SessionApi, Topology } from '../../workers/protocol'
import type { Scenario } from '../../workers/scenario/scenario'
import { Trace } from '../../workers/trace/trace'

/** One worker, seen from the page. */
export interface Connection {
  readonly api: SessionApi
  /** Calls back when the worker died or sent what cannot be read. */
  onFailure(listener: (reason: string) => void): void
  /** Ends the worker at once, even in an endless loop; its open calls are never answered. */
  end(): void
}

/** Who wants to know how the run goes. */
export interface SessionListener {
  /** A run begins; these checks watch it. */
  opened?(checks: readonly string[]): void
  /** The trace grew, was cut, ended, or is another one than before. */
  grown(trace: Trace): void
  /** A worker was replaced and the scenario starts again. */
  restarted(reason: string): void
  /** The scenario cannot be run; the sentence says why. */
  broken(sentence: string): void
}

/** Agenda entries of the first advance: few, so that a picture stands early. */
const FIRST_BUDGET = 1_000
/** Agenda entries of later ones: a newer scenario waits for at most one of these. */
const LARGEST_BUDGET = 16_000
/** How long a worker may be silent. Looked at in slices, so that a page that itself slept does not blame the worker. */
const SILENCE_MS = 2_000
/** An inspection computes the run again up to the moment that is shown. */
const INSPECTION_SILENCE_MS = 10_000
const SLICE_MS = 500

/** The worker is of no use any more, whether it hangs or died; another one may do. */
class WorkerLost extends Error {}

/** What was sent does not fit to what the trace holds, so it is sent again from the start. */
class TraceGap extends WorkerLost {}

export class SessionClient {
  private connection: Connection | null = null
  /** Rejects each call that the present worker still owes an answer. */
  private readonly owed = new Set<(lost: WorkerLost) => void>()
  private wanted: Scenario | null = null
  private current: Scenario | null = null
  private run: number | null = null
  private trace: Trace | null = null
  private isPumping = false
  /** Workers lost over the scenario that runs now. */
  private losses = 0

  constructor(
    private readonly connect: () => Connection,
    private readonly listener: SessionListener,
  ) {}

  /** Runs this scenario from now on; a scenario before it that has not ended is given up. */
  start(scenario: Scenario): void {
    this.wanted = scenario
    this.losses = 0
    void this.pump()
  }

  /** Gives up the run and the worker; the trace stays with whoever holds it. */
  stop(): void {
    this.wanted = null
    this.current = null
    this.trace = null
    this.drop('The run was closed.')
  }

  /**
   * What the processes of a node wait for just after event `event`.
   * Rejects when no run is open or its worker is lost meanwhile.
   */
  async inspect(event: number, node: string): Promise<Inspection> {
    const { run, current } = this
    if (run === null) throw new Error('No run is open.')
    try {
      return await this.call((api) => api.inspect(run, event, node), INSPECTION_SILENCE_MS)
    } catch (error) {
      // A finished run has no pump that would notice the loss.
      if (error instanceof WorkerLost && !this.isPumping && this.current === current && current !== null) {
        this.recover(current, error)
        void this.pump()
      }
      throw error
    }
  }

  private async pump(): Promise<void> {
    if (this.isPumping) return
    this.isPumping = true
    while (this.wanted !== null) {
      const scenario: Scenario = this.wanted
      this.wanted = null
      this.current = scenario
      try {
        await this.play(scenario)
      } catch (error) {
        this.recover(scenario, error)
      }
    }
    this.isPumping = false
  }

  private async play(scenario: Scenario): Promise<void> {
    this.run = null
    const opened = await this.call((api) => api.open(scenario))
    const trace = this.traceFor(opened, scenario)
    this.run = opened.run
    this.listener.opened?.(opened.checks)
    for (let budget = FIRST_BUDGET; this.current === scenario && this.wanted === null; ) {
      const chunk = await this.call((api) => api.advance(opened.run, budget))
      if (chunk.firstEvent > trace.events) throw new TraceGap('The simulation sent a run with a gap.')
      trace.append(chunk)
      if (this.current !== scenario) return
      this.trace = trace
      this.listener.grown(trace)
      if (chunk.status.kind !== 'running') return
      budget = Math.min(budget * 4, LARGEST_BUDGET)
    }
  }

  /** The session sends only what differs from the run before, so the trace of that run goes on where the nodes are the same. */
  private traceFor(opened: Opened, scenario: Scenario): Trace {
    if (this.trace === null || !isSameTopology(this.trace.topology, opened.topology)) {
      return new Trace(opened.topology, scenario.horizonMicros)
    }
    this.trace.horizonMicros = scenario.horizonMicros
    return this.trace
  }

  /** A lost worker is replaced once for a scenario; any other failure would only come again. */
  private recover(scenario: Scenario, error: unknown): void {
    if (this.current !== scenario) return
    this.drop('The simulation was started again.')
    if (!(error instanceof WorkerLost)) {
      this.listener.broken(`This scenario cannot be run: ${messageOf(error)}`)
      return
    }
    this.losses += 1
    if (this.losses > 1) {
      this.listener.broken(`${error.message} It did so twice, so this scenario is not run again.`)
      return
    }
    if (!(error instanceof TraceGap)) this.listener.restarted(error.message)
    this.wanted ??= scenario
  }

  private call<T>(send: (api: SessionApi) => Promise<T>, silenceMs = SILENCE_MS): Promise<T> {
    const { api } = this.connected()
    return new Promise<T>((resolve, reject) => {
      let slices = Math.ceil(silenceMs / SLICE_MS)
      const fail = (lost: unknown): void => {
        settle()
        reject(lost)
      }
      const watch = setInterval(() => {
        slices -= 1
        if (slices === 0) fail(new WorkerLost(`The simulation did not answer for ${silenceMs / 1_000} s.`))
      }, SLICE_MS)
      const settle = (): void => {
        clearInterval(watch)
        this.owed.delete(fail)
      }
      this.owed.add(fail)
      send(api).then((answer) => {
        settle()
        resolve(answer)
      }, fail)
    })
  }

  private connected(): Connection {
    if (this.connection !== null) return this.connection
    const connection = this.connect()
    connection.onFailure((reason) => {
      if (this.connection === connection) this.drop(reason)
    })
    this.connection = connection
    return connection
  }

  private drop(reason: string): void {
    this.connection?.end()
    this.connection = null
    this.run = null
    for (const fail of [...this.owed]) fail(new WorkerLost(reason))
  }
}

function isSameTopology(a: Topology, b: Topology): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.links.length === b.links.length &&
    a.nodes.every((node, index) => node.name === b.nodes[index]?.name && node.kind === b.nodes[index]?.kind) &&
    a.links.every((link, index) => link.from === b.links[index]?.from && link.to === b.links[index]?.to)
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'the simulation gave no reason.'
}
