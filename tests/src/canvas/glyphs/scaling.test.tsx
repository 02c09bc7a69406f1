import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { AutoscalerDrawing } from '../../../../src/canvas/glyphs/autoscaler-drawing'
import { LoadCurveDrawing } from '../../../../src/canvas/glyphs/load-curve-drawing'
import { curvePath, pointText, scaleOf } from '../../../../src/canvas/glyphs/load-curve-reading'
import { MachineDrawing } from '../../../../src/canvas/glyphs/machine-drawing'
import { moneyText } from '../../../../src/canvas/glyphs/money'
import { PoolDrawing } from '../../../../src/canvas/glyphs/pool-drawing'
import type { Reading } from '../../../../src/canvas/reading'
import type { CurvePoint, TheoryCurve } from '../../../../workers/systems/glyphs'

const BOX = { lastMark: null, width: 300, height: 186, compact: false } as const

test('money is told in dollars and cents', () => {
  expect(['0', '5', '50', '1234', '123456'].map((cents) => moneyText({ cents: Number(cents) }, 'cents'))).toEqual([
    '$0.00',
    '$0.05',
    '$0.50',
    '$12.34',
    '$1,235',
  ])
})

describe('a machine', () => {
  const draw = (reading: Reading): string =>
    renderToStaticMarkup(
      <MachineDrawing glyph={{ type: 'machine' }} reading={reading} {...BOX} width={132} height={42} />,
    )

  test('shows its workers and what it costs', () => {
    const markup = draw({ power: 'ready', workers: 4, busy: 3, queue: 0, centsPerHour: 10 })
    expect(markup.match(/glyph-busy/g)).toHaveLength(3)
    expect(markup).toMatch(/ready.*\$0\.10/)
  })
  test('does not call itself ready while it is down', () => {
    expect(draw({ power: 'ready', up: 0, workers: 4, centsPerHour: 10 })).not.toContain('ready')
  })
  test('says that it boots or is off, without workers', () => {
    expect(draw({ power: 'booting', workers: 4, centsPerHour: 10 })).toMatch(/machine-booting.*booting.*\$0\.10/)
    expect(draw({ power: 'off', workers: 4 })).not.toMatch(/glyph-busy|\$/)
  })
})

describe('a pool', () => {
  const glyph = { type: 'pool', servers: ['s1', 's2'], hasQueue: true, rowMax: 4 } as const
  test('shows the one queue, what is open at each, and who gets nothing', () => {
    const reading = {
      policy: 'one queue for all',
      queue: 30,
      'open:s1': 3,
      'healthy:s1': 1,
      'healthy:s2': 0,
      'open:s2': 0,
    }
    const markup = renderToStaticMarkup(<PoolDrawing glyph={glyph} reading={reading} {...BOX} />)
    expect(markup).toMatch(/one queue for all.*queue.*30.*s1.*3.*s2.*–/)
    expect(markup.match(/glyph-busy/g)).toHaveLength(3)
  })
})

describe('the curve of a load test', () => {
  const theory: TheoryCurve[] = [{ name: 'one queue', x: [1, 50, 90, 99], y: [100_000, 110_000, 300_000, 9_000_000] }]
  const points: CurvePoint[] = [
    { busy: 50, micros: 111_000, perSecond: 20, workers: 1 },
    { busy: 96.3, micros: 541_000, perSecond: 38, workers: 1, centsPerMillion: 347 },
  ]
  const draw = (reading: Reading, axis: 'busy' | 'workers' = 'busy'): string =>
    renderToStaticMarkup(<LoadCurveDrawing glyph={{ type: 'load-curve', axis }} reading={reading} {...BOX} />)

  test('names the present point, and draws one a stage', () => {
    const markup = draw({ theory, points, centsPerHour: 40 } as unknown as Reading)
    expect(markup).toMatch(/96\.3 % busy: 541 ms.*one queue.*\$0\.40.*\$3\.47/)
    expect(markup.match(/curve-point/g)).toHaveLength(2)
    expect(markup.match(/curve-now/g)).toHaveLength(1)
    expect(draw({ theory } as unknown as Reading)).toContain('nothing measured yet')
  })
  test('against workers shows peak and ceiling', () => {
    const usl: TheoryCurve[] = [{ name: 'USL', x: [1, 16, 64], y: [10, 59, 32], peak: 15.4 }]
    expect(draw({ theory: usl, points } as unknown as Reading, 'workers')).toMatch(/1 worker: 38\/s.*N\* = 15\.4/)
    const amdahl: TheoryCurve[] = [{ name: 'Amdahl’s law', x: [1, 64], y: [10, 88], limit: 100 }]
    expect(draw({ theory: amdahl, points } as unknown as Reading, 'workers')).toContain('1 / σ: 100/s')
    const fit = { stages: 4, sigma: 0.041, kappa: 44.7, peak: 14.7 }
    expect(draw({ theory: usl, points, fit } as unknown as Reading, 'workers')).toContain('fit: σ 4.1 %, N* 14.7')
  })
  test('cuts a curve where it leaves the chart', () => {
    const scale = scaleOf('busy', theory, [])
    expect(scale.top).toBe(800_000)
    // From 300 ms at 90 % to 9 s at 99 %: 800 ms lie 9 · 5 / 87 of a percent above 90 %.
    expect(curvePath(theory[0] as TheoryCurve, scale, 100, 80)).toMatch(/L90\.0 50\.0L90\.5 0\.0$/)
  })
  test('tells the price of each curve where there is room', () => {
    const priced = { theory: [{ ...theory[0], centsPerHour: 53 }] } as unknown as Reading
    expect(draw(priced)).toContain('$0.53/h')
  })
  test('keeps every measured point below its upper edge, and doubles its height only when it must', () => {
    expect(scaleOf('busy', theory, points).top).toBe(800_000)
    const higher = scaleOf('busy', theory, [{ busy: 99, micros: 3_000_000, perSecond: 38, workers: 1 }])
    expect(higher.top).toBe(6_400_000)
    expect(higher.y(3_000_000)).toBeLessThan(1)
  })
  test('tells points in words', () => {
    expect(points.map((point) => pointText('busy', point))).toEqual(['50 % busy: 111 ms', '96.3 % busy: 541 ms'])
    expect(pointText('workers', { busy: 100, micros: 1, perSecond: 31.1, workers: 64 })).toBe('64 workers: 31.1/s')
  })
})

test('an autoscaler shows each decision: how busy, the machines it had, those on their way, and the number wanted', () => {
  const history = [
    [58, 3, 0, 3],
    [97, 3, 0, 5],
    [100, 3, 2, 5],
  ]
  const reading = { history, utilisation: 100, machines: 5, wanted: 5, centsPerHour: 50, centsPerMillionSoFar: 510 }
  const glyph = { type: 'autoscaler', target: 60, most: 8, rows: 20 } as const
  const markup = renderToStaticMarkup(<AutoscalerDrawing glyph={glyph} reading={reading} {...BOX} />)
  expect(markup).toMatch(/100 % busy.*5 machines.*5 wanted.*60 %.*\$0\.50.*\$5\.10/)
  expect(markup.match(/scaler-machine/g)).toHaveLength(9)
  expect(markup.match(/scaler-booting/g)).toHaveLength(2)
  expect(markup.match(/scaler-hot/g)).toHaveLength(2)
  expect(markup.match(/scaler-wanted/g)).toHaveLength(3)
})
