import { describe, expect, it } from 'vitest'
import { RowTable } from '../../workers/algorithms/storage/row-table'
import { Database, type DatabaseOptions } from '../../workers/components/database'
import {
  deleteRow,
  type RowAnswer,
  readRow,
  rowOf,
  scanOf,
  scanRows,
  writeRow,
} from '../../workers/components/database-requests'
import type { Reply, Request, Response } from '../../workers/network/message'
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
}

/** A primary `db` with two replicas; links take 100 µs, a replica needs 500 µs for a change. */
function play({ asked, options = {}, script = [] }: World) {
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
      for (const replica of ['r1', 'r2']) world.link('db', replica, { latency: { kind: 'fixed', micros: 100 } })
    },
    { script },
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
