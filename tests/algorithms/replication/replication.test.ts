import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { EpochHistory } from '../../../workers/algorithms/replication/epoch-history'
import { GuideCluster, type GuideConnection } from '../../../workers/algorithms/replication/guide-cluster'
import { heldPosition, majorityOf } from '../../../workers/algorithms/replication/held-position'
import { choosePrimary } from '../../../workers/algorithms/replication/promotion'
import { Session } from '../../../workers/algorithms/replication/session'
import { StalenessBound } from '../../../workers/algorithms/replication/staleness'
import { compareVersions } from '../../../workers/algorithms/replication/version'

describe('the held position', () => {
  it('is reached by at least so many copies, and the one behind it is not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 8 }),
        (copies, count) => {
          const held = heldPosition(copies, count)
          const reached = (position: number): number => copies.filter((copy) => copy >= position).length
          if (held > 0) expect(reached(held)).toBeGreaterThanOrEqual(count)
          expect(reached(held + 1)).toBeLessThan(count)
        },
      ),
      { seed: 1, numRuns: 1_000 },
    )
  })
  it('wants a whole number of copies', () => {
    expect(() => heldPosition([1], 0)).toThrow(RangeError)
    expect([1, 2, 3, 4, 5].map(majorityOf)).toEqual([1, 2, 2, 3, 3])
  })
})

describe('the choice of a primary', () => {
  it('has every change that so many copies hold, whoever answers', () => {
    const copies = fc.array(fc.nat(20), { minLength: 3, maxLength: 7 })
    fc.assert(
      fc.property(copies, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (positions, answers) => {
        const majority = majorityOf(positions.length)
        const candidates = positions
          .map((position, index) => ({ id: `n${index}`, last: { epoch: 1, position } }))
          .filter((_, index) => answers[index])
        const promotion = choosePrimary(candidates, majority)
        expect(promotion.kind).toBe(candidates.length >= majority ? 'promoted' : 'none')
        if (promotion.kind === 'promoted')
          expect(promotion.last.position).toBeGreaterThanOrEqual(heldPosition(positions, majority))
      }),
      { seed: 2, numRuns: 1_000 },
    )
  })
  it('takes a later epoch before a higher position, and the first of equals', () => {
    const candidates = [
      { id: 'long', last: { epoch: 1, position: 90 } },
      { id: 'late', last: { epoch: 2, position: 40 } },
      { id: 'alike', last: { epoch: 2, position: 40 } },
    ]
    expect(choosePrimary(candidates, 1)).toMatchObject({ id: 'late' })
    expect(choosePrimary([], 1)).toEqual({ kind: 'none', answers: 0, needed: 1 })
  })
})

describe('the history of epochs', () => {
  it('knows the epoch of every position, also after the log is cut', () => {
    const step = fc.record({ epoch: fc.nat(2), keep: fc.nat(30), cuts: fc.nat(4) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const history = new EpochHistory()
        const model: number[] = []
        for (const { epoch, keep, cuts } of steps) {
          if (cuts === 0) {
            model.length = Math.min(model.length, keep)
            history.truncate(model.length)
          } else {
            model.push((model.at(-1) ?? 1) + (epoch === 2 ? 1 : 0))
            history.wrote(model.at(-1) as number, model.length)
          }
          expect(model.map((_, index) => history.at(index + 1))).toEqual(model)
          expect(history.last).toBe(model.at(-1) ?? 0)
          for (const [index, own] of model.entries()) expect(history.startAt(index + 1)).toBe(model.indexOf(own) + 1)
        }
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})

describe('the cluster of the guide', () => {
  const connection = (id: string, lagMs = 0, isHealthy = true): GuideConnection => ({
    id,
    role: 'replica',
    isHealthy,
    lagMs,
  })
  const first = (): number => 0

  it('throws while the primary is ill and nobody calls its failover', () => {
    const cluster = new GuideCluster(connection('n1', 0, false), [connection('n2')])
    expect(cluster.write()).toEqual({ kind: 'thrown', error: 'the primary is not available' })
    expect(cluster.handleFailover()?.id).toBe('n2')
    expect(cluster.write()).toMatchObject({ kind: 'to', id: 'n2' })
    expect(cluster.replicas).toEqual([])
  })
  it('reads from an ill primary when no replica is fit, and from none that lags by a second or more', () => {
    const cluster = new GuideCluster(connection('n1', 0, false), [connection('n2', 1_000), connection('n3', 999)])
    expect(cluster.read(first)).toMatchObject({ id: 'n3' })
    expect(new GuideCluster(connection('n1', 0, false), []).read(first)).toMatchObject({
      id: 'n1',
      why: 'no replica is fit',
    })
  })
  it('promotes a replica that says 0 because it hears nothing', () => {
    const cluster = new GuideCluster(connection('n1', 0, false), [connection('close', 12), connection('cut off', 0)])
    expect(cluster.handleFailover()?.id).toBe('cut off')
    expect(cluster.handleFailover()).toBeNull()
  })
})

describe('a session', () => {
  it('needs the latest version that it has made or seen', () => {
    const session = new Session()
    session.wrote({ epoch: 1, position: 7 })
    session.saw({ epoch: 1, position: 4 })
    expect(session.needed).toEqual({ epoch: 1, position: 7 })
    session.saw({ epoch: 2, position: 3 })
    expect(session.needed).toEqual({ epoch: 2, position: 3 })
    expect(compareVersions(session.needed, { epoch: 2, position: 4 })).toBeLessThan(0)
  })
})

test('a bound on staleness grows while nothing is heard', () => {
  const bound = new StalenessBound(0)
  bound.caughtUp(40)
  bound.caughtUp(30)
  expect(bound.at(100)).toBe(60)
})
