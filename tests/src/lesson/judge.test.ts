import { expect, test } from 'vitest'
import { judge } from '../../../src/lesson/judge'
import { defaultScenario } from '../../../workers/scenario/preset-scenario'
import { atLeast, below } from '../../../workers/systems/choices'
import type { Answer, Prediction } from '../../../workers/systems/lesson'
import { Trace } from '../../../workers/trace/trace'
import { sample } from '../../scenario/sample-system'

const trace = new Trace({ nodes: [], links: [] }, 1_000)
const scenario = defaultScenario(sample)

function numberOf(answer: () => Answer): Prediction {
  return { kind: 'number', question: '', unit: 'keys', min: 0, max: 100, within: 0.1, reveal: { at: 0 }, answer }
}

function choiceOf(answer: () => Answer): Prediction {
  const choices = [
    { label: 'few', holds: below(10) },
    { label: 'many', holds: atLeast(10) },
  ]
  return { kind: 'choice', question: '', choices, reveal: { at: 0 }, answer }
}

const tells = (value: number) => () => ({ value, shown: `${value} keys.`, why: 'Because.' })

test.each([
  [50, true, 'Exactly right'],
  [46, true, 'Close, off by 4 keys (8 %): too low'],
  [55, true, 'Close, off by 5 keys (10 %): too high'],
  [80, false, 'Off by 30 keys (60 %): too high'],
])('a number is held against that of the run: %d', (guess, isRight, verdict) => {
  expect(judge(numberOf(tells(50)), guess, trace, scenario)).toEqual({
    isRight,
    verdict,
    shown: '50 keys.',
    why: 'Because.',
  })
})

test('shares are told apart in percentage points', () => {
  const prediction = { ...numberOf(tells(50)), unit: '%' } as Prediction
  expect(judge(prediction, 20.5, trace, scenario).verdict).toBe('Off by 30 percentage points: too low')
})

test('a choice is right when it holds for what the run shows, and the right one is named', () => {
  expect(judge(choiceOf(tells(12)), 1, trace, scenario)).toMatchObject({ isRight: true, verdict: 'Right' })
  expect(judge(choiceOf(tells(12)), 0, trace, scenario)).toMatchObject({ isRight: false, verdict: 'Not quite: many' })
  expect(judge(choiceOf(tells(Number.NaN)), 0, trace, scenario)).toMatchObject({ verdict: 'None of these' })
})

test('a run that shows nothing of the kind gives its reason, and no guess is right', () => {
  const silent = numberOf(() => {
    throw new Error('No node joins here.')
  })
  expect(judge(silent, 50, trace, scenario)).toEqual({
    isRight: false,
    verdict: 'This run does not tell',
    shown: 'No node joins here.',
    why: '',
  })
})
