import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LimiterDrawing } from '../../../../src/canvas/glyphs/limiter-drawing'
import { CHART_SPANS, limiterStepOf, memoryText, stairs } from '../../../../src/canvas/glyphs/limiter-reading'
import { CHART_SPANS as RECORDED_SPANS } from '../../../../workers/components/decision-history'
import { presetScenario } from '../../../../workers/scenario/preset-scenario'
import { startRun } from '../../../../workers/session/run'
import type { Glyph } from '../../../../workers/systems/glyphs'
import meta from '../../../../workers/systems/rate-limiter/meta'
import model from '../../../../workers/systems/rate-limiter/model'
import type { Preset } from '../../../../workers/systems/system'
import type { Mark } from '../../../../workers/trace/trace'
import { Trace } from '../../../../workers/trace/trace'

const glyph: Extract<Glyph, { type: 'limiter' }> = {
  type: 'limiter',
  burst: 10,
  limit: 10,
  windowMicros: 1_000_000,
  isAlone: false,
}

function draw(lastMark: Mark | null, compact = false): string {
  const reading = { algorithm: 'token bucket', passed: 12, refused: 3, keys: 1 }
  const size = compact ? { width: 156, height: 98 } : { width: 252, height: 124 }
  return renderToStaticMarkup(
    <svg aria-hidden="true">
      <LimiterDrawing glyph={glyph} reading={reading} lastMark={lastMark} compact={compact} {...size} />
    </svg>,
  )
}

function stepsOf(preset: Preset, variant = preset.variant): Mark[] {
  const scenario = { ...presetScenario(meta, preset), variant: variant ?? 'guide', horizonMicros: 2_500_000 }
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(10_000))
  return Array.from({ length: trace.markCount }, (_, index) => trace.mark(index)).filter(
    (mark) => limiterStepOf(mark) !== null,
  )
}

const first = meta.presets[0] as Preset

describe('a limiter', () => {
  test('has room for as many spans as are recorded', () => {
    expect(CHART_SPANS).toBe(RECORDED_SPANS)
  })

  test.each(meta.variants.filter(({ id }) => id !== 'side-by-side').map(({ id }) => id))(
    '%s: every step of a run is drawn, with the figures that its sentence tells',
    (variant) => {
      const steps = stepsOf(first, variant)
      expect(steps.length).toBeGreaterThan(10)
      for (const mark of steps) {
        const markup = draw(mark)
        expect(markup).not.toMatch(/NaN|undefined|Infinity|not asked/)
        const step = limiterStepOf(mark)
        if (step === null) continue
        expect(mark.sentence).toContain(step.key)
        expect(markup).toContain(step.key)
        for (const figure of figuresOf(step.memory)) expect(mark.sentence).toContain(figure)
      }
    },
  )

  test('tells how many a long log holds, though only the latest are drawn', () => {
    const long = meta.presets.find(({ id }) => id === 'log-memory') as Preset
    const last = stepsOf(long).findLast(({ name }) => name === 'limiter/refused') as Mark
    expect(last.sentence).toContain('100 of 100')
    expect(draw(last)).toContain('100 of 100')
    expect(draw(last).split('<circle').length - 1).toBe(24)
  })

  test('says that it was not asked before the first step', () => {
    expect(draw(null)).toContain('not asked yet')
    expect(draw(null, true)).toContain('not asked yet')
    expect(draw(null)).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('on a narrow screen tells the memory in words and still draws the stairs', () => {
    const markup = draw(stepsOf(first)[5] as Mark, true)
    expect(markup).toContain('limiter-stairs')
    expect(markup).toMatch(/of 10</)
  })

  test('says so when the stairs cross the line, as around an edge of the fixed window, and only then', () => {
    const around = meta.presets.find(({ id }) => id === 'boundary-fixed') as Preset
    const crosses = (variant: string) => stepsOf(around, variant).some((mark) => draw(mark).includes('over '))
    expect(crosses('fixed-window')).toBe(true)
    for (const variant of ['token-bucket', 'gcra', 'leaky-shaper', 'sliding-log', 'sliding-counter'])
      expect(crosses(variant), variant).toBe(false)
  })
})

describe('stairs', () => {
  test('stand at the end of their span, the last one at now, and end with all that passed', () => {
    const chart = { passed: [3, 0, 2], refused: [0, 1, 0], spanMicros: 100, sinceMicros: 250 }
    const whole = CHART_SPANS * 100
    expect(stairs(chart)).toEqual([
      { x: 0, y: 0 },
      { x: 100 / whole, y: 0 },
      { x: 100 / whole, y: 3 },
      { x: 250 / whole, y: 3 },
      { x: 250 / whole, y: 5 },
      { x: 250 / whole, y: 5 },
    ])
  })
})

/** The numbers in bold, without their units: the last figure of each memory may be a time in another unit. */
function figuresOf(memory: Parameters<typeof memoryText>[0]): string[] {
  if (memory.kind === 'arrival' || memory.kind === 'buckets') return []
  return [memoryText(memory).split(' ')[0] as string]
}
