import { mostWithin } from '../../algorithms/rate-limit/intervals'
import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { percent, short } from '../../trace/figure-text'
import { marksOf, nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import type { Claim } from '../system'
import { marksAt, passedAt, refusedAt, unitTimes } from './claims-measures'

const LIMITER = 'limiter'

const lesson: Lesson = {
  title: 'What does “ten a second” promise?',
  promise: 'One limit, four ways to keep it, and the worst second that each of them lets through.',
  claims: {
    'limit-ten': valueClaim('The limit is 10 in a window of 1 s.', (values) => [
      values.number('limit') === 10 && values.number('window') === 1_000_000,
      `${values.number('limit')} in ${formatDuration(values.number('window'))}`,
    ]),
    'bucket-ten': valueClaim('The bucket holds 10 tokens and gets 10 a second.', (values) => [
      values.number('burst') === 10 && values.number('limit') === 10,
      `${values.number('burst')} tokens, ${values.number('limit')} a second`,
    ]),
    'asks-every-99': {
      sentence: 'The client asks every 99 ms, which brings 0.99 tokens.',
      measure(trace, values) {
        const asked = marksAt(trace, ['limiter/passed', 'limiter/refused'], LIMITER).map(({ atMicros }) => atMicros)
        const gaps = new Set(asked.slice(1).map((at, index) => at - (asked[index] as number)))
        const tokens = (99_000 * values.number('limit')) / values.number('window')
        return {
          holds: gaps.size === 1 && gaps.has(99_000) && tokens === 0.99,
          measured: `${short(tokens)} tokens each`,
        }
      },
    },
    'ten-each-side': {
      sentence: 'Ten requests come in the last tenth of one window and ten in the first tenth of the next.',
      measure(trace, values) {
        const asked = marksAt(trace, ['limiter/passed', 'limiter/refused'], LIMITER).map(({ atMicros }) => atMicros)
        const window = values.number('window')
        const before = asked.filter((at) => at >= 0.9 * window && at < window).length
        const after = asked.filter((at) => at >= window && at < 1.1 * window).length
        return { holds: before === 10 && after === 10, measured: `${before} before the edge, ${after} after it` }
      },
    },
    'thirty-refused': {
      sentence: 'Of the first burst of 40 requests the limiter refuses 30.',
      measure(trace) {
        const first = refusedAt(trace, LIMITER)[0]?.atMicros ?? 0
        const refused = refusedAt(trace, LIMITER).filter(({ atMicros }) => atMicros < first + 100_000).length
        const passed = passedAt(trace, LIMITER).filter(({ atMicros }) => atMicros < first + 100_000).length
        return { holds: refused === 30 && passed === 10, measured: `${passed} pass, ${refused} are refused` }
      },
    },
  },
  steps: [
    {
      id: 'bucket',
      title: 'A bucket of tokens',
      text: [
        'Each request takes a token from a bucket of 10. Time puts tokens back, 10 a second, until the bucket is full. An empty bucket refuses.',
        'So a quiet user may make a burst, and a busy one gets the rate.',
      ],
      setting: { preset: 'burst-then-slope' },
      moment: { mark: 'limiter/passed' },
      node: LIMITER,
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'Many requests come at once. How many pass before the first is refused?',
        choices: [
          { label: 'one: ten a second is one in 100 ms', holds: below(2) },
          { label: 'about ten, what the bucket holds', holds: between(2, 16) },
          { label: 'twenty or more', holds: atLeast(16) },
        ],
        reveal: { mark: 'limiter/refused' },
        answer(trace) {
          const first = refusedAt(trace, LIMITER)[0]
          if (first === undefined) throw new Error('Nobody is refused in this run.')
          const before = passedAt(trace, LIMITER).filter(({ atMicros }) => atMicros <= first.atMicros).length
          return {
            value: before,
            shown: `${before} pass before the first refusal at ${formatDuration(first.atMicros)}.`,
            why: 'What was saved up goes first, and a few tokens more come while it is spent.',
          }
        },
      },
      claims: ['bucket-ten', 'burst-at-once', 'slope-is-rate', 'within-envelope'],
    },
    {
      id: 'window-edge',
      title: 'The edge of a window',
      text: [
        'Simpler: count the requests of each second and refuse the eleventh. At the next full second the count starts at nothing.',
        'A user sends 10 just before the edge and 10 just after it.',
      ],
      setting: { preset: 'boundary-fixed' },
      moment: { at: 890_000 },
      node: LIMITER,
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'What is the most that passes within any one second?',
        unit: 'requests',
        min: 0,
        max: 100,
        within: 0,
        reveal: { at: 1_095_000 },
        answer: (trace, values) =>
          worstSecond(trace, values, 'The count forgets at the edge all that came a moment before it.'),
      },
      claims: ['limit-ten', 'ten-each-side', 'exactly-twice'],
    },
    {
      id: 'log',
      title: 'Remember every request',
      text: [
        'A sliding log keeps the time of every request that passed and counts those of the last second, wherever that second begins. The same 20 requests come.',
      ],
      setting: { preset: 'boundary-log' },
      moment: { at: 890_000 },
      node: LIMITER,
      act: { kind: 'go', label: 'Go to the first refusal', to: { mark: 'limiter/refused' } },
      prediction: {
        kind: 'number',
        question: 'And now, what is the most within any one second?',
        unit: 'requests',
        min: 0,
        max: 100,
        within: 0,
        reveal: { mark: 'limiter/refused' },
        answer: (trace, values) => worstSecond(trace, values, 'It is exact, and pays for it with one entry a request.'),
      },
      claims: ['ten-each-side', 'exactly-limit'],
    },
    {
      id: 'counter',
      title: 'Two numbers instead of a log',
      text: [
        'A sliding counter keeps two counts and guesses: if 30 % of the last second still overlaps with the window before, 30 % of its count still counts.',
        'The guess takes the requests before as evenly spread. These are not.',
      ],
      setting: { preset: 'counter-worst' },
      moment: { mark: 'limiter/passed' },
      node: LIMITER,
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'The limit is 10. What is the most within any one second here?',
        choices: [
          { label: 'ten: the guess is good enough', holds: below(11) },
          { label: 'from 11 to 15', holds: between(11, 16) },
          { label: 'from 16 to 19', holds: between(16, 20) },
          { label: 'twenty or more, as with plain windows', holds: atLeast(20) },
        ],
        reveal: { at: 1_900_000 },
        answer: (trace, values) =>
          worstSecond(trace, values, 'All of the last window came at its end, where the guess takes it as gone first.'),
      },
      claims: ['limit-ten', 'counter-bound'],
    },
    {
      id: 'herd',
      title: 'Those who are sent away come back',
      text: [
        'A burst of 40 comes; 10 pass and 30 are told “Retry-After: 1”. They are polite clients and do exactly that.',
      ],
      setting: { preset: 'herd' },
      moment: { mark: 'limiter/refused' },
      node: LIMITER,
      act: { kind: 'go', label: 'Go to the first who comes back', to: { mark: 'client/comes-back' } },
      prediction: {
        kind: 'choice',
        question: 'Of those 30, how many come back within 10 ms of each other?',
        choices: [
          { label: 'fewer than five', holds: below(5) },
          { label: 'about half of them', holds: between(5, 24) },
          { label: 'nearly all', holds: atLeast(24) },
        ],
        reveal: { mark: 'limiter/refused', from: 1_200_000 },
        answer: (trace) => together(trace, 10_000, 'One answer to all is an appointment for all.'),
      },
      claims: ['thirty-refused', 'herd-returns'],
    },
    {
      id: 'jitter',
      title: 'A little disorder helps',
      text: ['Now each client adds a random wait of its own to what it was told. Nothing else changes.'],
      setting: { preset: 'herd-jitter' },
      moment: { mark: 'limiter/refused' },
      node: LIMITER,
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'number',
        question: 'Of the 30, how many come back within any 250 ms at most?',
        unit: 'clients',
        min: 0,
        max: 40,
        within: 0.4,
        reveal: { at: 2_152_428 },
        answer: (trace) => together(trace, 250_000, 'The same load, spread out, finds free places.'),
      },
      claims: ['thirty-refused', 'herd-spread'],
    },
    {
      id: 'whose-limit',
      title: 'Whose limit is it?',
      text: [
        'Four users share one bucket here, and user-1 asks for far more than all the others. Together the others ask for less than the limit.',
      ],
      setting: { preset: 'abuser-shared' },
      moment: { mark: 'limiter/refused' },
      node: LIMITER,
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'What share of the others’ requests is refused?',
        choices: [
          { label: 'none: they stay below the limit', holds: below(0.05) },
          { label: 'some, less than half', holds: between(0.05, 0.5) },
          { label: 'more than half', holds: atLeast(0.5) },
        ],
        reveal: { at: 2_482_356 },
        answer(trace) {
          const own = nodeIndex(trace, 'user-1')
          const isOther = ({ request }: { readonly request: number }) => trace.request(request).node !== own
          const [refused, passed] = [refusedAt(trace).filter(isOther).length, passedAt(trace).filter(isOther).length]
          if (refused + passed === 0) throw new Error('There are no other users in this run.')
          return {
            value: refused / (refused + passed),
            shown: `${refused} of ${refused + passed} requests of the others are refused, ${percent(refused / (refused + passed))}.`,
            why: 'A shared bucket belongs to whoever asks most. A bucket for each user gives the others theirs back.',
          }
        },
      },
      claims: ['others-starve'],
    },
    {
      id: 'lost-fractions',
      title: 'Tokens that are rounded away',
      text: [
        'The guide fills its bucket with whole tokens only and forgets the rest each time it is asked. A client asks every 99 ms: that is 0.99 tokens.',
      ],
      setting: { preset: 'guide-drifts' },
      moment: { mark: 'limiter/moved' },
      node: LIMITER,
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'The rate is 10 a second. How much of it does this client get?',
        choices: [
          { label: 'nearly all, 0.99 is nearly one', holds: is('all') },
          { label: 'about half', holds: is('half') },
          { label: 'nothing', holds: is('nothing') },
        ],
        reveal: { mark: 'limiter/refused' },
        answer(trace, values) {
          const from = trace.horizonMicros / 3
          const granted = passedAt(trace, LIMITER).filter(({ atMicros }) => atMicros >= from).length
          const rate = (granted * 1_000_000) / (trace.horizonMicros - from)
          const share = (rate * values.number('window')) / (1_000_000 * values.number('limit'))
          return {
            value: share > 0.75 ? 'all' : share > 0.25 ? 'half' : 'nothing',
            shown: `It gets ${short(rate)} a second, ${percent(share)} of the rate.`,
            why: 'Two asks bring 1.98 tokens, of which one survives the rounding.',
          }
        },
      },
      claims: ['asks-every-99', 'guide-law', 'far-below-envelope'],
    },
  ],
}

export default lesson

function valueClaim(sentence: string, measure: (values: Values) => readonly [holds: boolean, measured: string]): Claim {
  return {
    sentence,
    measure(_, values) {
      const [holds, measured] = measure(values)
      return { holds, measured }
    },
  }
}

function worstSecond(trace: Trace, values: Values, why: string): Answer {
  const most = mostWithin(unitTimes(passedAt(trace, LIMITER)), values.number('window'))
  return {
    value: most,
    shown: `${most} pass within one window length, for a limit of ${values.number('limit')}.`,
    why,
  }
}

/** How many of those who were sent away first send their next attempt within one span. */
function together(trace: Trace, spanMicros: number, why: string): Answer {
  const first = refusedAt(trace, LIMITER)[0]?.atMicros
  if (first === undefined) throw new Error('Nobody is refused in this run.')
  const herd = marksOf(trace, 'client/comes-back').filter(
    ({ atMicros, details }) => details.attempt === 1 && atMicros < first + 150_000,
  )
  const returns = herd.map(({ atMicros, details }) => atMicros + Number(details.wait)).sort((a, b) => a - b)
  const most = mostWithin(returns, spanMicros)
  return {
    value: most,
    shown: `${most} of ${returns.length} come back within ${formatDuration(spanMicros)} of each other.`,
    why,
  }
}
