import { describe, expect, it } from 'vitest'
import { RowTable } from '../../workers/algorithms/storage/row-table'
import { ConnectionPooler, type ConnectionPoolerOptions } from '../../workers/components/connection-pooler'
import { Database } from '../../workers/components/database'
import { DatabasePool, type DatabasePoolOptions } from '../../workers/components/database-pool'
import { readRow } from '../../workers/components/database-requests'
import { DatabaseSessions, type DatabaseSessionsOptions } from '../../workers/components/database-sessions'
import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import { failureOf, isSuccess } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { Scenario } from '../../workers/scenario/scenario'
import { gaugeBefore, gaugePeak } from '../../workers/trace/marks'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'

const POOL: DatabasePoolOptions = {
  name: 'db',
  target: 'db',
  rules: { maxConnections: 2, minConnections: 0, idleMicros: Infinity, lifetimeMicros: Infinity, lifetimeSpread: 0 },
  maxWaiting: 10,
  acquireMicros: 100_000,
  socketMicros: 1_000_000,
  leakMicros: Infinity,
  takesLeaked: false,
  prepares: false,
}
const SESSIONS: DatabaseSessionsOptions = {
  cores: 4,
  maxConnections: 10,
  connectMicros: 5_000,
  statementMicros: Infinity,
  idleMicros: Infinity,
}

interface Ask {
  readonly at: number
  readonly workMicros: number
  /** Keeps the connection so much longer; Infinity: never gives it back. */
  readonly keepMicros?: number
  /** Statements of its transaction. */
  readonly statements?: number
}

/** Asks over a pool at given moments and tells when each was done, or why not. */
class PoolUser implements Component {
  private readonly pool: DatabasePool

  constructor(
    private readonly node: Node,
    options: DatabasePoolOptions,
    private readonly asks: readonly Ask[],
    private readonly told: string[],
  ) {
    this.pool = new DatabasePool(node, options)
  }

  *start(): Process {
    this.node.spawnFresh('keep', this.pool.keep())
    for (const [index, ask] of this.asks.entries()) this.node.spawnFresh('ask', this.ask(index, ask))
  }

  private *ask(index: number, { at, workMicros, keepMicros = 0, statements = 1 }: Ask): Process {
    const { node, pool, told } = this
    yield* node.sleep(at)
    const lease = yield* pool.acquire({ id: `${node.name} ${index}`, label: `q${index}` })
    if ('cause' in lease) {
      told.push(`${node.now} q${index} ${lease.cause}`)
      return
    }
    for (let left = statements; left > 0; left--) {
      const reply = yield* pool.ask(lease, { ...readRow('a'), workMicros }, left === 1)
      if (!isSuccess(reply)) told.push(`${node.now} q${index} ${failureOf(reply).cause}`)
      else if (left === 1) told.push(`${node.now} q${index} done`)
    }
    if (!Number.isFinite(keepMicros)) return
    if (keepMicros > 0) yield* node.sleep(keepMicros)
    pool.release(lease)
  }
}

interface Play {
  readonly asks: readonly Ask[]
  readonly pool?: Partial<DatabasePoolOptions>
  readonly rules?: Partial<DatabasePoolOptions['rules']>
  readonly sessions?: Partial<DatabaseSessionsOptions>
  readonly script?: Scenario['script']
  /** Applications beside each other, all asking the same. */
  readonly apps?: number
  /** Connections of a pooler between them and the database. */
  readonly pooler?: number
  readonly door?: Partial<ConnectionPoolerOptions>
}

/** Links take 1 ms, so a connection costs 7 ms and a statement 2 ms beside its work. */
function play({ asks, pool = {}, rules = {}, sessions = {}, script = [], apps = 1, pooler = 0, ...rest }: Play) {
  const told: string[] = []
  const target = pooler > 0 ? 'pooler' : 'db'
  const options = { ...POOL, target, ...pool, rules: { ...POOL.rules, ...rules } }
  const own = { ...SESSIONS, ...sessions }
  const door = { maxClients: 9, mode: 'transaction', tracksPrepared: false, ...rest.door } as const
  const latency = { kind: 'fixed', micros: 1_000 } as const
  const run = runOf(
    (world) => {
      for (let app = 1; app <= apps; app++)
        world.node(`app-${app}`, 'app', (node) => new PoolUser(node, options, asks, told))
      const behind = { ...POOL, rules: { ...POOL.rules, maxConnections: Math.max(1, pooler) } }
      if (pooler > 0) world.node('pooler', 'pooler', (node) => new ConnectionPooler(node, { ...door, pool: behind }))
      const database = { workers: own.maxConnections, queueCapacity: 0, readMicros: 1_000, writeMicros: 1_000 }
      world.node('db', 'database', (node) => {
        return new DatabaseSessions(node, new Database(node, new RowTable([['a', 1]]), database), own)
      })
      for (let app = 1; app <= apps; app++) world.link(`app-${app}`, target, { latency })
      if (pooler > 0) world.link('pooler', 'db', { latency })
    },
    { script },
  )
  const trace = traceOf(run)
  return { told, trace, sentences: sentencesOf(trace) }
}

describe('a pool of connections to a database', () => {
  it('opens one for who finds none, and lends it again without a set-up', () => {
    const { told, trace } = play({
      asks: [
        { at: 0, workMicros: 10_000 },
        { at: 50_000, workMicros: 10_000 },
      ],
    })
    expect(told).toEqual([`${7_000 + 12_000} q0 done`, `${50_000 + 12_000} q1 done`])
    expect(gaugePeak(trace, 'db', 'connections')).toBe(1)
  })

  it('lets those beyond its bound wait in order', () => {
    const { told, sentences } = play({ asks: [0, 1, 2, 3].map((at) => ({ at, workMicros: 10_000 })) })
    expect(told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['q0 done', 'q1 done', 'q2 done', 'q3 done'])
    expect(sentences).toContain('q3 waits at place 4 for a connection of app-1 to db: 0 are lent, 2 being opened.')
    expect(sentences).toContain('q2 has waited 19 ms at app-1 and takes connection 1 to db.')
  })

  it('fails who waits too long, and refuses who finds the line full', () => {
    const busy = { at: 0, workMicros: 300_000 }
    const late = { at: 10_000, workMicros: 1_000 }
    const { told } = play({ asks: [busy, busy, late, late], pool: { maxWaiting: 2 }, rules: { maxConnections: 2 } })
    expect(told).toContain('110000 q2 no connection in time')
    const full = play({ asks: [busy, busy, late, late], pool: { maxWaiting: 0 }, rules: { minConnections: 2 } })
    expect(full.told.slice(0, 2)).toEqual([
      '0 q0 no room to wait for a connection',
      '0 q1 no room to wait for a connection',
    ])
  })

  it('closes what is idle too long, down to the least number, and what is too old', () => {
    const idle = play({
      asks: [0, 0].map((at) => ({ at, workMicros: 1_000 })),
      rules: { idleMicros: 200_000, minConnections: 1 },
    })
    expect(gaugeBefore(idle.trace, 'db', 'connections', 900_000)).toBe(1)
    const once = play({ asks: [0, 100_000].map((at) => ({ at, workMicros: 1_000 })), rules: { lifetimeMicros: 0 } })
    expect(once.sentences.filter((text) => text.includes('too old to be lent again'))).toHaveLength(2)
    expect(gaugeBefore(once.trace, 'db', 'connections', 900_000)).toBe(0)
  })

  it('does not notice that an idle one was cut until it asks on it, unless it closes it earlier itself', () => {
    const asks = [0, 400_000].map((at) => ({ at, workMicros: 1_000 }))
    const sessions = { idleMicros: 300_000 }
    const cut = play({ asks, sessions })
    expect(cut.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['q0 done', 'q1 connection lost'])
    expect(cut.sentences.filter((text) => text.includes('and does not say so'))).toHaveLength(1)
    const earlier = play({ asks, sessions, rules: { idleMicros: 150_000 } })
    expect(earlier.told.every((line) => line.endsWith('done'))).toBe(true)
    const busy = play({ asks: [{ at: 0, workMicros: 500_000 }], sessions, pool: { socketMicros: 2_000_000 } })
    expect(busy.told).toHaveLength(1)
    expect(busy.told[0]).toMatch(/done$/)
  })

  it('asks for a statement by its name once it was prepared on the same connection', () => {
    const asks = [0, 100_000].map((at) => ({ at, workMicros: 1_000 }))
    const { told } = play({ asks, pool: { prepares: true } })
    expect(told.every((line) => line.endsWith('done'))).toBe(true)
  })

  it('reports a forgotten connection, and takes it away when told to', () => {
    const asks = [0, 0, 50_000].map((at) => ({ at, workMicros: 1_000, keepMicros: Infinity }))
    const reported = play({ asks, pool: { leakMicros: 200_000, acquireMicros: 500_000 } })
    expect(reported.told.at(-1)).toBe('550000 q2 no connection in time')
    expect(reported.sentences.filter((text) => text.includes('may never give it back'))).toHaveLength(2)
    const taken = play({ asks, pool: { leakMicros: 200_000, acquireMicros: 500_000, takesLeaked: true } })
    expect(taken.told.at(-1)).toMatch(/^3\d{5} q2 done$/)
  })

  it('drops a connection that the database has lost, and opens another', () => {
    const { told, trace } = play({
      asks: [
        { at: 0, workMicros: 1_000 },
        { at: 60_000, workMicros: 1_000 },
        { at: 120_000, workMicros: 1_000 },
      ],
      script: [
        { at: 30_000, kind: 'crash', node: 'db' },
        { at: 40_000, kind: 'restart', node: 'db' },
      ],
    })
    expect(told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['q0 done', 'q1 connection lost', 'q2 done'])
    expect(gaugeBefore(trace, 'app-1', 'idle:db')).toBe(1)
  })
})

describe('a database with connections', () => {
  it('gives no number of an earlier life again, so that nobody asks on a connection of another', () => {
    const asks = [
      { at: 0, workMicros: 1_000 },
      { at: 60_000, workMicros: 1_000 },
    ]
    const script = [
      { at: 30_000, kind: 'crash', node: 'db' },
      { at: 40_000, kind: 'restart', node: 'db' },
    ] as const
    const { told } = play({ asks, apps: 2, script })
    expect(told.filter((line) => line.endsWith('connection lost'))).toHaveLength(2)
  })

  it('refuses one more than it allows, and who waits for it fails', () => {
    const asks = [0, 0].map((at) => ({ at, workMicros: 100_000 }))
    const { told, trace } = play({ asks, apps: 2, sessions: { maxConnections: 3 } })
    expect(told.filter((line) => line.endsWith('too many connections'))).toHaveLength(1)
    expect(told.filter((line) => line.endsWith('done'))).toHaveLength(3)
    expect(gaugePeak(trace, 'db', 'connections')).toBe(3)
  })

  it('cancels a statement that runs too long, and the connection is good for the next', () => {
    const { told } = play({
      asks: [
        { at: 0, workMicros: 100_000 },
        { at: 80_000, workMicros: 10_000 },
      ],
      sessions: { statementMicros: 50_000 },
    })
    expect(told).toEqual([`${7_000 + 52_000} q0 statement timeout`, `${80_000 + 12_000} q1 done`])
  })

  it('closes what an earlier life of an application has left open', () => {
    const { trace, sentences } = play({
      asks: [0, 0].map((at) => ({ at, workMicros: 1_000 })),
      script: [
        { at: 50_000, kind: 'crash', node: 'app-1' },
        { at: 60_000, kind: 'restart', node: 'app-1' },
      ],
    })
    expect(sentences).toContain('db closes what an earlier life of app-1 has left open (2).')
    expect(gaugePeak(trace, 'db', 'connections')).toBe(2)
  })
})

describe('a pooler', () => {
  it('serves many clients over few connections', () => {
    const asks = [0, 0].map((at) => ({ at, workMicros: 10_000 }))
    const { told, trace } = play({ asks, apps: 3, pooler: 2 })
    expect(told.filter((line) => line.endsWith('done'))).toHaveLength(6)
    expect(gaugePeak(trace, 'pooler', 'clients')).toBe(6)
    expect(gaugePeak(trace, 'db', 'connections')).toBe(2)
  })

  it('keeps a connection for a transaction until its last statement', () => {
    const asks = [{ at: 0, workMicros: 10_000, statements: 3 }]
    const { told, sentences } = play({ asks, apps: 2, pooler: 1, pool: { acquireMicros: 500_000 } })
    expect(told.filter((line) => line.endsWith('done'))).toHaveLength(2)
    const loans = sentences.filter((text) => text.includes(' of pooler to db back'))
    expect(loans).toHaveLength(2)
  })
  describe('and prepared statements', () => {
    // The client that comes back last is not the one whose connection came back last.
    const asks = [
      { at: 0, workMicros: 9_000 },
      { at: 0, workMicros: 3_000, keepMicros: 50_000 },
      { at: 200_000, workMicros: 5_000 },
    ]
    it('lends a connection that has not heard of them', () => {
      const { told, sentences } = play({ asks, pooler: 2, pool: { prepares: true } })
      expect(told.some((line) => line.endsWith('unknown prepared statement'))).toBe(true)
      expect(sentences.some((text) => text.includes('nobody has prepared it on connection'))).toBe(true)
    })
    it.each([
      ['prepares them again', { tracksPrepared: true }],
      ['keeps one for each client', { mode: 'session' }],
    ] as const)('serves them when it %s', (_, door) => {
      const { told } = play({ asks, pooler: 2, door, pool: { prepares: true } })
      expect(told).toHaveLength(3)
      expect(told.every((line) => line.endsWith('done'))).toBe(true)
    })
  })

  it('in session mode gives a connection back only when its client leaves', () => {
    const asks = [{ at: 0, workMicros: 1_000 }]
    const stuck = play({ asks, apps: 2, pooler: 1, door: { mode: 'session' }, pool: { acquireMicros: 500_000 } })
    expect(stuck.told.filter((line) => line.endsWith('done'))).toHaveLength(1)
    const leaving = { asks, apps: 2, pooler: 1, door: { mode: 'session' }, rules: { idleMicros: 20_000 } } as const
    expect(play(leaving).told.filter((line) => line.endsWith('done'))).toHaveLength(2)
  })
})
