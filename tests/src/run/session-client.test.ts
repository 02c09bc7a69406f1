import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SessionClient, type SessionListener } from '../../../src/run/session-client'
import type { Chunk, SessionApi } from '../../../workers/protocol'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import type { Intervention, Scenario } from '../../../workers/scenario/scenario'
import { startRun } from '../../../workers/session/run'
import { findSystem } from '../../../workers/systems/catalog'
import { loadModel } from '../../../workers/systems/models'
import { Trace } from '../../../workers/trace/trace'
import { connectInProcess, contentOf, type TestConnection } from './in-process'

const meta = findSystem('load-balancer') ?? expect.fail('no load balancer')
const base: Scenario = { ...defaultScenario(meta), horizonMicros: 1_500_000 }
const never = new Promise<never>(() => {})

/** A client with everything that it told. */
function started(...connections: (() => TestConnection)[]) {
  const told = { traces: [] as Trace[], restarts: [] as string[], broken: [] as string[] }
  const made: TestConnection[] = []
  let settle = () => {}
  const listener: SessionListener = {
    grown(trace) {
      told.traces.push(trace)
      if (trace.status.kind !== 'running') settle()
    },
    restarted: (reason) => told.restarts.push(reason),
    broken(sentence) {
      told.broken.push(sentence)
      settle()
    },
  }
  const client = new SessionClient(() => {
    const connection = (connections[made.length] ?? connectInProcess)()
    made.push(connection)
    return connection
  }, listener)
  /** Starts a scenario and waits until it ended or broke. */
  const finish = (scenario: Scenario) =>
    new Promise<void>((resolve) => {
      settle = resolve
      client.start(scenario)
    })
  return { client, told, made, finish, settled: () => new Promise<void>((resolve) => (settle = resolve)) }
}

async function direct(scenario: Scenario): Promise<Trace> {
  const run = startRun(scenario, await loadModel(scenario.system))
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(1_000_000))
  return trace
}

describe('a run', () => {
  test('comes in growing parts and is the same as one in a piece', async () => {
    const { told, finish } = started()
    await finish(base)
    const trace = told.traces.at(-1) ?? expect.fail()
    expect(told.traces.length).toBeGreaterThan(1)
    expect(contentOf(trace)).toEqual(contentOf(await direct(base)))
  })

  test('that a newer scenario replaces is given up; only the newest of several is opened', async () => {
    const { client, made, told, settled } = started()
    client.start(base)
    for (const seed of [11, 12, 13]) client.start({ ...base, seed })
    await settled()
    expect(made[0]?.opened.map((text) => JSON.parse(text).seed)).toEqual([base.seed, 13])
    expect(told.traces.at(-1)?.digest).toBe((await direct({ ...base, seed: 13 })).digest)
  })

  test('whatever is changed in whatever order, the trace is that of the last scenario alone (seed 7)', async () => {
    const change = fc.oneof(
      fc.record({ seed: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ horizonMicros: fc.constantFrom(400_000, 1_500_000, 2_000_000) }),
      fc.record({ variant: fc.constantFrom('random', 'least') }),
      fc.record({ values: fc.record({ servers: fc.constantFrom(3, 4), rps: fc.constantFrom(150, 300) }) }),
      fc.record({
        crash: fc.record({ at: fc.integer({ min: 0, max: 1_500_000 }), node: fc.constantFrom('s1', 's9') }),
      }),
      fc.record({ hurried: fc.integer({ min: 0, max: 12 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const { client, finish, told, made } = started()
        let scenario = base
        for (const change of changes) {
          if ('hurried' in change) {
            client.start({ ...scenario, seed: 99 })
            for (let turn = 0; turn < change.hurried; turn++) await new Promise((resolve) => setImmediate(resolve))
            continue
          }
          scenario = applied(scenario, change)
          await finish(scenario)
        }
        await finish(scenario)
        expect(contentOf(told.traces.at(-1) ?? expect.fail())).toEqual(contentOf(await direct(scenario)))
        expect(told).toMatchObject({ restarts: [], broken: [] })
        expect(made).toHaveLength(1)
      }),
      { seed: 7, numRuns: 20 },
    )
  }, 60_000)

  test('keeps the Trace object while the nodes stay, and takes another one when they change', async () => {
    const { finish, told } = started()
    await finish(base)
    const first = told.traces.at(-1)
    await finish({ ...base, seed: 8 })
    expect(told.traces.at(-1)).toBe(first)
    await finish({ ...base, values: { ...base.values, servers: 6 } })
    expect(told.traces.at(-1)).not.toBe(first)
    expect(told.traces.at(-1)?.topology.nodes.length).toBeGreaterThan(first?.topology.nodes.length ?? 0)
  })

  test('that cannot be opened is broken at once, with the reason', async () => {
    const { finish, told, made } = started(() =>
      connectInProcess(() => ({ open: () => Promise.reject(new Error('two nodes are called s1')) })),
    )
    await finish(base)
    expect(told.broken).toEqual(['This scenario cannot be run: two nodes are called s1'])
    expect(made.map(({ isEnded }) => isEnded)).toEqual([true])
    await finish(base)
    expect(told.traces.at(-1)?.digest).toBe((await direct(base)).digest)
  })

  test('with a gap is not shown: a new worker starts it again without a word', async () => {
    const broken = () =>
      connectInProcess((api) => ({
        advance: async (run, budget): Promise<Chunk> => ({ ...(await api.advance(run, budget)), firstEvent: 50 }),
      }))
    const { finish, told, made } = started(broken)
    await finish(base)
    expect(made).toHaveLength(2)
    expect(told.restarts).toEqual([])
    expect(told.traces.at(-1)?.digest).toBe((await direct(base)).digest)
  })
})

describe('the watchdog', { timeout: 30_000 }, () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const hangsAt = (call: keyof SessionApi) => () => connectInProcess(() => ({ [call]: () => never }))

  test.each(['open', 'advance'] as const)(
    'replaces a worker that is silent for 2 s at %s, and the run comes',
    async (call) => {
      const { client, settled, told, made } = started(hangsAt(call))
      client.start(base)
      await vi.advanceTimersByTimeAsync(1_900)
      expect(made).toHaveLength(1)
      const done = settled()
      await vi.advanceTimersByTimeAsync(200)
      await done
      expect(made.map(({ isEnded }) => isEnded)).toEqual([true, false])
      expect(told.restarts).toEqual(['The simulation did not answer for 2 s.'])
      expect(told.traces.at(-1)?.digest).toBe((await direct(base)).digest)
    },
  )

  test('gives up after the second silence for one scenario, and tries again for the next', async () => {
    const { client, told, made, finish } = started(hangsAt('advance'), hangsAt('advance'))
    client.start(base)
    await vi.advanceTimersByTimeAsync(4_500)
    expect(told.broken).toEqual([
      'The simulation did not answer for 2 s. It did so twice, so this scenario is not run again.',
    ])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(made).toHaveLength(2)
    await finish({ ...base, seed: 2 })
    expect(told.traces.at(-1)?.status.kind).toBe('finished')
  })

  test('does not blame a worker while the page itself slept: an overdue timer counts once', async () => {
    let answer = () => {}
    const slow = () =>
      connectInProcess((api) => ({
        open: async (scenario) => {
          await new Promise<void>((resolve) => {
            answer = resolve
          })
          return api.open(scenario)
        },
      }))
    const { client, told, settled } = started(slow)
    client.start(base)
    await vi.advanceTimersByTimeAsync(400)
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(1_000)
    const done = settled()
    answer()
    await vi.advanceTimersByTimeAsync(0)
    await done
    expect(told.restarts).toEqual([])
  })

  test('leaves no timer behind', async () => {
    const { finish, client } = started()
    await finish(base)
    client.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a worker that dies', () => {
  test('is replaced once for a scenario; then the scenario is broken', async () => {
    const hangs = () => connectInProcess(() => ({ advance: () => never }))
    const { client, told, made, settled } = started(hangs, hangs)
    const done = settled()
    client.start(base)
    await vi.waitFor(() => expect(made[0]?.opened).toHaveLength(1))
    made[0]?.fail('The simulation stopped unexpectedly.')
    await vi.waitFor(() => expect(made[1]?.opened).toHaveLength(1))
    expect(told.restarts).toEqual(['The simulation stopped unexpectedly.'])
    made[1]?.fail('The simulation stopped unexpectedly.')
    await done
    expect(told.broken).toHaveLength(1)
  })

  test('after it was replaced is not listened to any more', async () => {
    const { client, told, made, finish } = started()
    await finish(base)
    client.stop()
    await finish(base)
    made[0]?.fail('too late')
    expect(told.restarts).toEqual([])
    expect(made[1]?.isEnded).toBe(false)
  })
})

describe('an inspection', () => {
  test('tells what a node waits for', async () => {
    const { client, told, finish } = started()
    await finish(base)
    const events = told.traces.at(-1)?.events ?? 0
    const { node, waits } = await client.inspect(Math.floor(events / 2), 'lb')
    expect(node).toBe('lb')
    for (const wait of waits) expect(wait.waitsFor).not.toBe('')
  })

  test('without a run is refused', async () => {
    await expect(started().client.inspect(1, 'lb')).rejects.toThrow('No run is open.')
  })

  test('that is never answered costs the worker, and the run comes back', async () => {
    vi.useFakeTimers()
    try {
      const { client, told, finish, made, settled } = started(() => connectInProcess(() => ({ inspect: () => never })))
      await finish(base)
      const refused = expect(client.inspect(1, 'lb')).rejects.toThrow('did not answer for 10 s')
      const done = settled()
      await vi.advanceTimersByTimeAsync(10_000)
      await refused
      await done
      expect(made).toHaveLength(2)
      expect(told.restarts).toHaveLength(1)
      expect(told.traces.at(-1)?.digest).toBe((await direct(base)).digest)
    } finally {
      vi.useRealTimers()
    }
  })
})

function applied(
  scenario: Scenario,
  change: Partial<Pick<Scenario, 'seed' | 'horizonMicros' | 'variant' | 'values'>> & {
    readonly crash?: { readonly at: number; readonly node: string }
  },
): Scenario {
  const { crash, values, ...rest } = change
  const entry: Intervention[] = crash === undefined ? [] : [{ kind: 'crash', ...crash }]
  return {
    ...scenario,
    ...rest,
    values: { ...scenario.values, ...values },
    script: [...scenario.script, ...entry].toSorted((a, b) => a.at - b.at),
  }
}
