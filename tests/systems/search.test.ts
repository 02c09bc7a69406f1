import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../workers/algorithms/search/analyzer'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import meta from '../../workers/systems/search/meta'
import model from '../../workers/systems/search/model'
import { searchWitness } from '../../workers/systems/search/model-checks'
import { CORPUS } from '../../workers/systems/search/model-corpus'
import { type EngineAnswer, GuideEngine, SegmentEngine } from '../../workers/systems/search/model-engine'
import { addingUp } from '../../workers/systems/search/model-marks'
import { QUERIES } from '../../workers/systems/search/model-queries'
import { type Mark, Trace } from '../../workers/trace/trace'

const BASE = defaultScenario(meta)

function traceOf(values: Scenario['values'], changes: Partial<Scenario> = {}): Trace {
  const scenario = { ...BASE, horizonMicros: 1_000_000, ...changes, values: { ...BASE.values, ...values } }
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(10_000))
  expect(trace.breaches).toEqual([])
  return trace
}

function marks(trace: Trace, name: string): Mark[] {
  const all = Array.from({ length: trace.markCount }, (_, index) => trace.mark(index))
  return all.filter((mark) => mark.name === name)
}

describe('answers are those of a scan', () => {
  const values = { writes: 100, refresh: 60_000, rps: 40, generated: 60, 'merge-factor': 2 }
  it.each(meta.variants.map(({ id }) => id))('for every query, while %s writes, refreshes and merges', (variant) => {
    for (const { id } of QUERIES) {
      const trace = traceOf({ ...values, ask: id }, { variant, horizonMicros: 400_000 })
      if (id !== 'broken' || variant === 'guide') expect(marks(trace, 'search/answered').length, id).toBeGreaterThan(3)
    }
  })

  it('with stems and without stop words', () => {
    const trace = traceOf({ ...values, ask: 'prefix', stem: true, 'stop-words': true }, { horizonMicros: 400_000 })
    expect(marks(trace, 'search/scored').length).toBeGreaterThan(0)
  })
})

describe('a witness', () => {
  const analyzer = new Analyzer()
  const asked = { query: 'storm lantern', k: 5, statistics: null }

  function told(): { answer: EngineAnswer; breachOf(answer: EngineAnswer): (string | null)[] } {
    const engine = new SegmentEngine(analyzer, 'bm25', 0, 1)
    for (const { id, text } of CORPUS) engine.write(id, text)
    engine.index.refresh()
    return {
      answer: engine.ask(asked.query, asked.k, null),
      breachOf(answer) {
        const witness = searchWitness('bm25', 1, analyzer)
        for (const { id, text } of CORPUS) witness.wrote(0, id, text)
        witness.refreshed(0)
        witness.answered(0, asked, answer)
        // These checks look at nothing but what they were told.
        return witness.checks.map((check) => check.watch?.(null as never)() ?? null)
      },
    }
  }

  it('is content with a right answer', () => {
    const { answer, breachOf } = told()
    expect(breachOf(answer)).toEqual([null, null, null])
  })

  it('notices a missing document, a wrong score and a wrong order', () => {
    const { answer, breachOf } = told()
    const { hits } = answer
    expect(breachOf({ ...answer, hits: hits.slice(0, -1) })[0]).toContain('finds 4 documents and a scan 5')
    const raised = hits.map((hit, rank) => (rank === 1 ? { ...hit, score: hit.score + 0.01 } : hit))
    expect(breachOf({ ...answer, hits: raised })[0]).toContain('a scan gives')
    expect(breachOf({ ...answer, hits: hits.toReversed() })[0]).toContain('wrongly')
  })

  it('notices shares that miss the score by the last bit', () => {
    const { answer, breachOf } = told()
    const rows = answer.rows.map((row) => ({ ...row, share: row.share * (1 + 2 ** -52) }))
    expect(breachOf({ ...answer, rows })[1]).toContain('its shares add up to')
  })

  it('notices a list that leaves out a better document', () => {
    const witness = searchWitness('bm25', 2, analyzer)
    const [a, b, c] = [3, 2, 1].map((score, index) => ({ id: `${index}`, score, sequence: index }))
    witness.merged([[a!, c!], [b!]], [a!, c!])
    expect(witness.checks[2]?.watch?.(null as never)()).toContain('doc 1 has 2 and is missing')
  })
})

describe('the coordinator', () => {
  it('answers without a shard that is down, and says so', () => {
    const trace = traceOf(
      { ask: 'storm-lantern', writes: 0 },
      { script: [{ at: 500_000, kind: 'crash', node: 'shard-3' }] },
    )
    const partial = marks(trace, 'search/partial')
    expect(partial.length).toBeGreaterThan(5)
    const late = marks(trace, 'search/answered').filter(({ atMicros }) => atMicros > 510_000)
    expect(late.length).toBeGreaterThan(3)
    expect(late.every(({ details }) => !(details.shards as string[]).includes('shard-3'))).toBe(true)
  })

  it('says what is wrong with a query that cannot be read', () => {
    const trace = traceOf({ ask: 'broken', writes: 0 })
    expect(marks(trace, 'search/unreadable')[0]?.sentence).toBe(
      '“"storm” cannot be read at character 1: This quotation mark is never closed.',
    )
    expect(trace.requestCauseOf(1)).toBe('query cannot be read')
  })

  it('keeps what was written through a crash of the shard', () => {
    const trace = traceOf(
      { ask: 'lantern', writes: 0, refresh: 300_000 },
      {
        horizonMicros: 2_000_000,
        script: [
          { at: 200_000, kind: 'act', action: 'write-new', target: 'writer' },
          ...['shard-1', 'shard-2', 'shard-3'].flatMap((node) => [
            { at: 250_000, kind: 'crash', node } as const,
            { at: 260_000, kind: 'restart', node } as const,
          ]),
        ],
      },
    )
    const last = marks(trace, 'search/answered').at(-1)
    expect(last?.details.docs).toContain('99')
  })

  it('removes a document with the next refresh after its delete', () => {
    const trace = traceOf(
      { ask: 'octopus', writes: 0, refresh: 200_000 },
      { script: [{ at: 300_000, kind: 'act', action: 'delete', target: 'writer' }] },
    )
    const docs = marks(trace, 'search/answered').map(({ details }) => (details.docs as string[]).length)
    expect(docs[0]).toBe(1)
    expect(docs.at(-1)).toBe(0)
  })
})

describe('work follows the postings that are read', () => {
  it('to the microsecond', () => {
    const values = { ask: 'rare', generated: 500, writes: 0, shards: 1, arrivals: 'steady', rps: 10, workers: 8 }
    const trace = traceOf(values)
    const walked = marks(trace, 'search/walked')
    const scored = marks(trace, 'search/scored')
    expect(walked.length).toBeGreaterThan(5)
    scored.forEach(({ atMicros, details }, index) => {
      expect(atMicros - walked[index]!.atMicros).toBe(500 + 20 * Number(details.touched))
    })
  })
})

describe('addingUp', () => {
  it('rounds so that the parts add up to the rounded sum, each within a hundredth', () => {
    const shares = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(shares, (values) => {
        const { shares, score } = addingUp(values)
        const cents = shares.map((share) => Math.round(Number(share) * 100))
        expect(cents.reduce((sum, value) => sum + value, 0)).toBe(Math.round(Number(score) * 100))
        values.forEach((value, index) => {
          expect(Math.abs(value * 100 - cents[index]!)).toBeLessThanOrEqual(1 + 1e-9)
        })
      }),
      { seed: 22, numRuns: 500 },
    )
  })
})

describe('the guide’s engine', () => {
  it('finds what a document said before, and cannot delete', () => {
    const engine = new GuideEngine(0, 1)
    engine.write('1', 'octopus')
    engine.write('1', 'squid')
    expect(engine.ask('octopus', 5).hits).toHaveLength(1)
    expect(engine.remove()).toBeNull()
  })
})
