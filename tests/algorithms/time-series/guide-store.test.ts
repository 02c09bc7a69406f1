import { describe, expect, it } from 'vitest'
import { GuideStore, guideAggregate } from '../../../workers/algorithms/time-series/guide-store'

const SECOND = 1000
const MONTH = 30 * 86_400 * SECOND

describe('the store of the guide', () => {
  it('answers nothing for ten stored points, and 0 for every aggregate of them', () => {
    const store = new GuideStore(MONTH, SECOND)
    for (let index = 1; index <= 10; index++) store.write('cpu', index * SECOND, 50, index * SECOND)
    expect(store.stored).toBe(10)
    expect(store.query('cpu').count).toBe(0)
    for (const fn of ['sum', 'avg', 'max', 'min'] as const) expect(store.query('cpu', fn).points[0]?.value).toBe(0)
  })

  it('has one entry in its index for all points of a second, and keeps it when the points are gone', () => {
    const store = new GuideStore(MONTH, SECOND)
    for (let index = 0; index < 10; index++) store.write('cpu', index * 10, 50, 0)
    expect(store.indexEntries).toBe(1)
    store.write('cpu', 3 * MONTH, 50, 3 * MONTH)
    expect([store.stored, store.indexEntries]).toEqual([1, 2])
  })

  it('moves every point behind a late one: n points in reverse move n (n − 1) / 2 times', () => {
    const store = new GuideStore(MONTH, SECOND)
    let moved = 0
    for (let index = 200; index > 0; index--) moved += store.write('cpu', index, 1, 0).moved
    expect(moved).toBe((200 * 199) / 2)
  })

  it('says nothing when it drops a point that it was just given', () => {
    const store = new GuideStore(MONTH, SECOND)
    expect(store.write('cpu', 0, 1, 2 * MONTH)).toEqual({ moved: 0, dropped: 1 })
    expect(store.stored).toBe(0)
  })

  it('takes one moment twice, the future, and a time that is none, which breaks the order', () => {
    const store = new GuideStore(MONTH, SECOND)
    for (const time of [5, 5, 1e12, Number.NaN, 7]) store.write('cpu', time, 1, 10)
    expect(store.everything('cpu').map(({ time }) => time)).toEqual([Number.NaN, 5, 5, 7, 1e12])
    store.write('cpu', Number.NaN, 1, 10)
    expect(store.everything('cpu')[0]?.time).toBeNaN()
  })

  it('cannot take the largest of 200,000 points', () => {
    const points = Array.from({ length: 200_000 }, (_, time) => ({ time, value: 1 }))
    expect(() => guideAggregate(points, 'max')).toThrow(RangeError)
    expect(guideAggregate(points, 'sum')).toBe(200_000)
  })
})
