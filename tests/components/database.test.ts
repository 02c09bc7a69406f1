import { describe, expect, it } from 'vitest'
import { RowTable } from '../../workers/algorithms/storage/row-table'
import { Database, type DatabaseOptions } from '../../workers/components/database'
import {
  appendChanges,
  deleteRow,
  type ReadDemand,
  type RowAnswer,
  readRow,
  rowOf,
  scanOf,
  scanRows,
  writeRow,
} from '../../workers/components/database-requests'
import type { DatabaseRole } from '../../workers/components/database-role'
import type { Process } from '../../workers/kernel/process'
import { Timer } from '../../workers/kernel/waits'
import type { Latency } from '../../workers/network/link'
import type { Reply, Request, Response } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'
import type { Scenario } from '../../workers/scenario/scenario'
import { gaugeBefore } from '../../workers/trace/marks'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'
import { KeyAsker } from './key-asker'

const BASE: DatabaseOptions = { workers: 1, queueCapacity: 10, readMicros: 1_000, writeMicros: 2_000 }
const SHIPPING = { followers: ['r1', 'r2'], batch: 10, patienceMicros: 20_000 }

interface World {
  /** Moment, node and request. */
  readonly asked: readonly (readonly [at: number, to: string, request: Request])[]
  readonly options?: Partial<DatabaseOptions>
  readonly script?: Scenario['script']
  readonly seed?: number
  readonly between?: Latency
}

const WAY: Latency = { kind: 'fixed', micros: 100 }

/** A primary `db` with two replicas; links take 100 µs, a replica needs 500 µs for a change. */
function play({ asked, options = {}, script = [], seed = 7, between = WAY }: World) {
  const tables = new Map(['db', 'r1', 'r2'].map((name) => [name, new RowTable([['kept', 'old']])]))
  const replies = new Map<string, (Reply | undefined)[]>([...tables.keys()].map((name) => [name, []]))
  const run = runOf(
    (world) => {
      for (const [name, table] of tables) {
        const own = name === 'db' ? options : { follows: { primary: 'db' }, replay: { applyMicros: 500 } }
        world.node(name, 'database', (node) => new Database(node, table, { ...BASE, ...own }))
        const requests = asked.filter(([, to]) => to === name).map(([at, , request]) => [at, request] as const)
        const heard = replies.get(name) as (Reply | undefined)[]
        world.node(`asks ${name}`, 'client', (node) => new KeyAsker(node, name, requests, heard))
        world.link(`asks ${name}`, name, { latency: { kind: 'fixed', micros: 100 } })
      }
      for (const replica of ['r1', 'r2']) world.link('db', replica, { latency: between })
    },
    { script, seed },
  )
  const trace = traceOf(run)
  const rows = (name: string) => tables.get(name)?.scan('', '\uffff')
  return {
    trace,
    rows,
    answers: (name: string) => (replies.get(name) ?? []).map(responseOf),
    sentences: sentencesOf(trace),
  }
}

function responseOf(reply: Reply | undefined): Response {
  if (reply?.kind !== 'answered') throw new Error(`no answer: ${JSON.stringify(reply)}`)
  return reply.response
}

function row({ found, value, version }: RowAnswer): unknown {
  return found ? { value, version } : null
}

describe('a database', () => {
  it('answers what was written last, with the position that wrote it', () => {
    const { answers } = play({
      asked: [
        [0, 'db', readRow('kept')],
        [10_000, 'db', writeRow('a', 1)],
        [20_000, 'db', writeRow('a', 2)],
        [30_000, 'db', readRow('a')],
        [40_000, 'db', deleteRow('a')],
        [50_000, 'db', readRow('a')],
      ],
    })
    expect(answers('db').map((answer) => row(rowOf(answer)))).toEqual([
      { value: 'old', version: 0 },
      { value: 1, version: 1 },
      { value: 2, version: 2 },
      { value: 2, version: 2 },
      null,
      null,
    ])
    expect(rowOf(answers('db')[5] as Response).position).toBe(3)
  })

  it('writes nothing over a row that its writer has not read', () => {
    const { answers, sentences } = play({
      asked: [
        [0, 'db', writeRow('a', 1)],
        [10_000, 'db', writeRow('a', 2, { ifVersion: 0 })],
        [20_000, 'db', writeRow('a', 3, { ifVersion: 1 })],
      ],
    })
    expect(answers('db').map(({ status }) => status)).toEqual([200, 409, 200])
    expect(row(rowOf(answers('db')[1] as Response))).toEqual({ value: 1, version: 1 })
    expect(sentences).toContain('db refuses to write a: the row is at version 1, the writer has read version 0.')
  })

  it('scans a half-open range, and works longer for more rows', () => {
    const write = ['a', 'b', 'c'].map((key, index) => [index * 10_000, 'db', writeRow(key, index)] as const)
    const { trace, answers } = play({
      asked: [...write, [50_000, 'db', scanRows('a', 'c')], [60_000, 'db', scanRows('a', 'z')]],
      options: { scannedRowMicros: 700 },
    })
    const [two, all] = answers('db').slice(3) as [Response, Response]
    expect(scanOf(two).rows.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(scanOf(all).rows.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'kept'])
    const took = (request: number) => trace.requestEndMicros(request) - trace.requestStartMicros(request)
    expect([took(4), took(5)]).toEqual([200 + 1_000 + 2 * 700, 200 + 1_000 + 4 * 700])
  })

  it('keeps its rows over a crash, and forgets who waited', () => {
    const { answers, trace } = play({
      asked: [
        [0, 'db', writeRow('a', 1)],
        [30_000, 'db', readRow('a')],
      ],
      script: [
        { at: 10_000, kind: 'crash', node: 'db' },
        { at: 20_000, kind: 'restart', node: 'db' },
      ],
    })
    expect(row(rowOf(answers('db')[1] as Response))).toEqual({ value: 1, version: 1 })
    expect(gaugeBefore(trace, 'db', 'position')).toBe(1)
  })

  it('refuses what its queue cannot hold', () => {
    const { answers } = play({
      asked: [0, 1, 2].map((at) => [at, 'db', readRow('kept')] as const),
      options: { queueCapacity: 1 },
    })
    expect(answers('db').map(({ status }) => status)).toEqual([200, 200, 503])
    expect(answers('db')[2]?.failure).toEqual({ cause: 'queue full', by: 'db' })
  })
})

describe('replication by log shipping', () => {
  const writes = Array.from(
    { length: 30 },
    (_, index) => [index * 1_000, 'db', writeRow(`k${index % 7}`, index)] as const,
  )

  it('is asynchronous: a replica answers the old row for a while, and then has the same rows', () => {
    const { answers, rows, trace } = play({
      asked: [
        [0, 'db', writeRow('kept', 'new')],
        [1_500, 'r1', readRow('kept')],
        [10_000, 'r1', readRow('kept')],
        ...writes,
      ],
      options: { shipping: SHIPPING, queueCapacity: 100 },
    })
    expect(answers('r1').map((answer) => rowOf(answer).value)).toEqual(['old', 'new'])
    expect(rows('r1')).toEqual(rows('db'))
    expect(rows('r2')).toEqual(rows('db'))
    expect(gaugeBefore(trace, 'db', 'lag r1')).toBe(0)
  })

  it('carries on where a replica left off that was down', () => {
    const { rows, sentences } = play({
      asked: writes,
      options: { shipping: SHIPPING, queueCapacity: 100 },
      script: [
        { at: 7_000, kind: 'crash', node: 'r1' },
        { at: 200_000, kind: 'restart', node: 'r1' },
      ],
    })
    expect(rows('r1')).toEqual(rows('db'))
    expect(sentences.some((sentence) => sentence.startsWith('r1 does not answer db'))).toBe(true)
  })

  it.each([1, 2, 3, 4])('brings every replica to the same rows over links that lose and reorder (seed %i)', (seed) => {
    const lossy = ['r1', 'r2'].map((replica) => ['db', replica] as const)
    const { rows, trace } = play({
      asked: writes,
      options: { shipping: SHIPPING, queueCapacity: 100 },
      script: [
        ...lossy.map((link) => ({ at: 0, kind: 'drop' as const, link, percent: 40 })),
        ...lossy.map((link) => ({ at: 60_000, kind: 'drop' as const, link, percent: 0 })),
      ],
      seed,
      between: { kind: 'uniform', low: 100, high: 5_000 },
    })
    expect(rows('r1')).toEqual(rows('db'))
    expect(rows('r2')).toEqual(rows('db'))
    expect([gaugeBefore(trace, 'db', 'lag r1'), gaugeBefore(trace, 'db', 'lag r2')]).toEqual([0, 0])
  })

  it('asks where its replicas are when it starts again, and sends what they miss', () => {
    const { rows, trace } = play({
      asked: writes.slice(0, 10),
      options: { shipping: SHIPPING, queueCapacity: 100 },
      script: [
        { at: 9_000, kind: 'cut', link: ['db', 'r1'] },
        { at: 50_000, kind: 'crash', node: 'db' },
        { at: 100_000, kind: 'heal', link: ['db', 'r1'] },
        { at: 200_000, kind: 'restart', node: 'db' },
      ],
    })
    expect([gaugeBefore(trace, 'r1', 'position', 200_000), gaugeBefore(trace, 'r2', 'position', 200_000)]).toEqual([
      4, 10,
    ])
    expect([gaugeBefore(trace, 'db', 'lag r1', 200_050), gaugeBefore(trace, 'db', 'lag r2', 200_050)]).toEqual([10, 10])
    expect(gaugeBefore(trace, 'db', 'lag r2', 200_250)).toBe(0)
    expect(rows('r1')).toEqual(rows('db'))
  })

  it('takes no writes at a replica', () => {
    const { answers, sentences } = play({ asked: [[0, 'r1', writeRow('a', 1)]], options: { shipping: SHIPPING } })
    expect(answers('r1')[0]?.status).toBe(405)
    expect(sentences).toContain('r1 refuses update a = 1: it is a replica of db, which alone takes writes.')
  })

  it('makes a semi-synchronous write wait for as many replicas as it should, or for its timeout', () => {
    const once = (replicas: number, script: Scenario['script'] = []) => {
      const { trace } = play({
        asked: [[1_000, 'db', writeRow('a', 1)]],
        options: { shipping: SHIPPING, semiSynchronous: { replicas, timeoutMicros: 30_000 } },
        script,
      })
      return trace.requestEndMicros(1) - trace.requestStartMicros(1)
    }
    const down: Scenario['script'] = [{ at: 0, kind: 'crash', node: 'r2' }]
    expect(once(0)).toBe(2_200)
    expect(once(1)).toBe(2_200 + 700)
    expect(once(2)).toBe(2_200 + 700)
    expect(once(1, down)).toBe(2_200 + 700)
    expect(once(2, down)).toBe(2_200 + 30_000)
  })
})

/** Takes writes while it is open, keeps each waiting for a while, and answers no read that demands something. */
class Gate implements DatabaseRole {
  isOpen = true

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
  ) {}

  get position(): number {
    return this.table.position
  }
  epochAt(): number {
    return 7
  }
  refuses(): Response | null {
    return this.isOpen ? null : { status: 421 }
  }
  place(key: string, value: string | number | null): number {
    return (value === null ? this.table.delete(key) : this.table.put(key, value)).position
  }
  *commit(position: number): Process<Response | null> {
    yield* this.node.sleep(5_000)
    return position === 2 ? { status: 504 } : null
  }
  *answer(demand: ReadDemand | null, look: () => Response): Process<Response> {
    const found = look()
    if (demand === null) return found
    yield* this.node.sleep(20_000)
    return found
  }
  declines(): Response | null {
    return { status: 410 }
  }
  applied(): void {}
}

describe('a database with a role of its own', () => {
  function playRole(asked: readonly (readonly [at: number, request: Request])[], closesAt = Number.POSITIVE_INFINITY) {
    const heard: (Reply | undefined)[] = []
    const table = new RowTable([['kept', 'old']])
    const run = runOf((world) => {
      world.node('db', 'database', (node) => {
        const role = new Gate(node, table)
        node.kernel.schedule(Math.min(closesAt, 1e9), new Timer(node, () => (role.isOpen = false)))
        return new Database(node, table, { ...BASE, role })
      })
      world.node('asks', 'client', (node) => new KeyAsker(node, 'db', asked, heard))
      world.link('asks', 'db', { latency: { kind: 'fixed', micros: 100 } })
    })
    const trace = traceOf(run)
    const took = (request: number) => trace.requestEndMicros(request) - trace.requestStartMicros(request)
    return { table, answers: heard.map(responseOf), took }
  }

  it('acknowledges a write when its role says so, with what it says instead if it may not', () => {
    const { answers, table, took } = playRole([
      [0, writeRow('a', 1)],
      [20_000, writeRow('a', 2)],
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 504])
    expect(rowOf(answers[0] as Response)).toEqual({ found: true, value: 1, version: 1, position: 1, epoch: 7 })
    expect(took(1)).toBe(2_200 + 5_000)
    expect(table.get('a')).toEqual({ value: 2, version: 2 })
  })
  it('asks its role again when the work of a write is done: it may not be the primary any more', () => {
    const { answers, table } = playRole([[0, writeRow('a', 1)]], 1_000)
    expect(answers.map(({ status }) => status)).toEqual([421])
    expect(table.position).toBe(0)
  })
  it('answers what it has looked up when its role asked for it, not what stands there later', () => {
    const { answers, took } = playRole([
      [0, readRow('kept', { kind: 'primary' })],
      [3_000, writeRow('kept', 'new')],
    ])
    expect(rowOf(answers[0] as Response).value).toBe('old')
    expect(took(1)).toBe(1_200 + 20_000)
  })
  it('takes no log that its role declines', () => {
    const { answers, table } = playRole([[0, appendChanges(0, [{ position: 1, key: 'a', value: 1 }])]])
    expect(answers.map(({ status }) => status)).toEqual([410])
    expect(table.position).toBe(0)
  })
})

describe('a replica', () => {
  it('stores messages one after the other, in the order in which they came', () => {
    const heard: (Reply | undefined)[] = []
    const change = (position: number) => ({ position, key: 'k', value: position })
    const run = runOf((world) => {
      const options = { ...BASE, follows: { primary: 'asks' }, replay: { applyMicros: 1_000, syncMicros: () => 5_000 } }
      world.node('r1', 'database', (node) => new Database(node, new RowTable(), options))
      const asked = [
        [0, appendChanges(0, [change(1), change(2)])],
        [100, appendChanges(2, [change(3)])],
        [200, appendChanges(3, [])],
      ] as const
      world.node('asks', 'client', (node) => new KeyAsker(node, 'r1', asked, heard))
      world.link('asks', 'r1', { latency: { kind: 'fixed', micros: 100 } })
    })
    const trace = traceOf(run)
    expect(heard.map(responseOf).map(({ status, body }) => [status, body])).toEqual([
      [200, { position: 2 }],
      [200, { position: 3 }],
      [200, { position: 3 }],
    ])
    const ends = [1, 2, 3].map((request) => trace.requestEndMicros(request))
    expect(ends).toEqual([200 + 7_000, 200 + 7_000 + 6_000, 200 + 7_000 + 6_000])
  })
})
