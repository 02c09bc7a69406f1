import { expect, test } from 'vitest'
import { interventionText } from '../../../src/playback/intervention-text'
import type { Intervention } from '../../../workers/scenario/scenario'
import type { SystemMeta } from '../../../workers/systems/system'

const META: Pick<SystemMeta, 'parameters' | 'actions'> = {
  parameters: [
    {
      kind: 'integer',
      key: 'rps',
      label: 'Arrival rate',
      help: '',
      group: '',
      min: 1,
      max: 9,
      default: 1,
      unit: 'requests/s',
    },
    { kind: 'duration', key: 'wait', label: 'Timeout', help: '', group: '', min: 1, max: 9, default: 1 },
    { kind: 'hundredths', key: 'share', label: 'Share', help: '', group: '', min: 1, max: 99, default: 1 },
    { kind: 'flag', key: 'retry', label: 'Retries', help: '', group: '', default: true },
  ],
  actions: [{ id: 'join', label: 'add to the ring', help: '', on: 'cache' }],
}

test.each<[Intervention, string]>([
  [{ at: 0, kind: 'crash', node: 's2' }, 'crash s2'],
  [{ at: 0, kind: 'pause', node: 's2', forMicros: 20_000 }, 'pause s2 for 20 ms'],
  [{ at: 0, kind: 'slow', node: 's2', factor: 4 }, 'slow s2 ×4'],
  [{ at: 0, kind: 'slow', node: 's2', factor: 1 }, 's2 at normal speed'],
  [{ at: 0, kind: 'cut', link: ['lb', 's2'] }, 'cut lb – s2'],
  [{ at: 0, kind: 'delay', link: ['lb', 's2'], extraMicros: 5_000 }, 'lb – s2 +5 ms'],
  [{ at: 0, kind: 'drop', link: ['lb', 's2'], percent: 20 }, 'lb – s2 loses 20 %'],
  [{ at: 0, kind: 'set', parameter: 'rps', value: 400 }, 'Arrival rate 400 requests/s'],
  [{ at: 0, kind: 'set', parameter: 'wait', value: 50_000 }, 'Timeout 50 ms'],
  [{ at: 0, kind: 'set', parameter: 'share', value: 90 }, 'Share 0.9'],
  [{ at: 0, kind: 'set', parameter: 'retry', value: false }, 'Retries off'],
  [{ at: 0, kind: 'set', parameter: 'gone', value: 'x' }, 'gone x'],
  [{ at: 0, kind: 'act', action: 'join', target: 'cache-4' }, 'add to the ring: cache-4'],
  [{ at: 0, kind: 'act', action: 'gone', target: null }, 'gone'],
])('an intervention says what it does: %o', (intervention, text) => {
  expect(interventionText(intervention, META)).toBe(text)
})
