/** Claims about what is kept, what it takes and what is refused. */
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { failuresByCause } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { AnswerPicture } from '../glyphs'
import type { Claims, Verdict } from '../system'
import { answersFrom, atEnd, storeIndex } from './claims-measures'

const TOO_OLD = 'a point too old'

export const storeClaims: Claims = {
  'constant-small': bytesClaim('a3', 0, 1, 'The blocks of the constant a3 take less than 1 byte a point.'),
  'counter-middle': bytesClaim('a2', 1, 4, 'The blocks of the counter a2 take between 1 and 4 bytes a point.'),
  'noise-large': bytesClaim('a1', 6, 9, 'The blocks of the noise a1 take between 6 and 9 bytes a point.'),
  'decimals-large': bytesClaim('a1', 5, 9, 'Decimals as doubles take between 5 and 9 bytes a point.'),
  'decimals-small': bytesClaim('a1', 0.5, 2, 'Decimals as scaled integers take at most 2 bytes a point.'),
  'series-explode': {
    sentence: 'There are more than 400 series of the 600 that two agents with 300 users can make.',
    measure(trace) {
      const series = atEnd(trace, 'series')
      return { holds: series > 400, measured: `${series} series` }
    },
  },
  'memory-explodes': {
    sentence: 'A stored point takes more than 200 bytes with all that its series needs, where a raw point is 16.',
    measure(trace) {
      const each = atEnd(trace, 'bytes') / atEnd(trace, 'points')
      return { holds: each > 200, measured: `${short(each)} bytes a point` }
    },
  },
  'nothing-sealed': {
    sentence: 'No series gets points enough for a block, so nothing is ever compressed.',
    measure(trace) {
      const blocks = marksOf(trace, 'series/sealed').length
      return { holds: blocks === 0, measured: `${blocks} blocks sealed` }
    },
  },
  'late-kept': {
    sentence: 'At least 40 points come out of order and are put in their place.',
    measure(trace) {
      const late = marksOf(trace, 'series/late').length
      return { holds: late >= 40, measured: `${late} points` }
    },
  },
  'late-none-refused': {
    sentence: 'No point is refused.',
    measure(trace) {
      const refused = marksOf(trace, 'series/refused').length
      return { holds: refused === 0, measured: `${refused} points` }
    },
  },
  'late-refused': {
    sentence: 'Every point that is kept back is refused: at least 40 are, and none is put in its place.',
    measure(trace) {
      const refused = marksOf(trace, 'series/refused').length
      const kept = marksOf(trace, 'series/late').length
      return { holds: refused >= 40 && kept === 0, measured: `${refused} refused, ${kept} kept` }
    },
  },
  'late-told': {
    sentence: 'As many writes fail for that reason as have a refused point in them, and no other fails.',
    measure(trace) {
      const causes = failuresByCause(trace)
      const told = new Set(marksOf(trace, 'series/refused').map(({ request }) => request)).size
      const failed = [...causes.values()].reduce((sum, count) => sum + count, 0)
      return {
        holds: failed > 0 && causes.get(TOO_OLD) === told && failed === told,
        measured: `${failed} writes fail, ${told} had one`,
      }
    },
  },
  'points-bounded': {
    sentence:
      'At the end the store holds no more points than 2.5 s of retention, a block and a tick of the broom need.',
    measure(trace, values) {
      const most =
        (values.number('retention') + values.number('rollup')) / values.number('every') + values.number('block')
      const points = atEnd(trace, 'points')
      return {
        holds: points > 0 && points <= most && expired(trace) > 0,
        measured: `${points} points of at most ${most}, ${expired(trace)} dropped`,
      }
    },
  },
  'answered-beyond': {
    sentence: 'From 9 s on every step of an answer over 8 s has a value, though the points of most are gone.',
    measure(trace) {
      const { answers, step } = answerAt(trace, 11_000_000)
      const known = answers.filter((answer) => answer !== null).length
      return {
        holds: known === answers.length && known * step === 8_000,
        measured: `${known} of ${answers.length} steps`,
      }
    },
  },
  'rollups-used': {
    sentence: 'From 9 s on every answer takes at least 8 roll-ups.',
    measure(trace) {
      const used = answersFrom(trace, 9_000_000).map(({ rollups }) => rollups)
      return {
        holds: used.length > 0 && Math.min(...used) >= 8,
        measured: `${Math.min(...used)} or more in ${used.length} answers`,
      }
    },
  },
  'log-gives-back': {
    sentence: 'The log gives back at least 20 points that were not sealed.',
    measure(trace) {
      const points = Number(marksOf(trace, 'series/replayed')[0]?.details.points ?? 0)
      return { holds: points >= 20, measured: `${points} points` }
    },
  },
  'gap-stays': {
    sentence: 'What is sent while the store is down fails, and the step in which it was down has no value.',
    measure(trace) {
      const { answers, from, step } = answerAt(trace, 8_000_000)
      const gap = answers[Math.floor((6_000 - from) / step)]
      const failed = [...failuresByCause(trace).values()].reduce((sum, count) => sum + count, 0)
      return {
        holds: failed >= 20 && gap === null,
        measured: `${failed} requests fail, the step from 6 s is ${gap ?? 'empty'}`,
      }
    },
  },
}

function bytesClaim(host: string, least: number, most: number, sentence: string) {
  return {
    sentence,
    measure(trace: Trace): Verdict {
      const each = atEnd(trace, `bytesEach:${host}`)
      return { holds: each > least && each <= most, measured: `${short(each)} bytes a point` }
    },
  }
}

function expired(trace: Trace): number {
  return marksOf(trace, 'series/expired').reduce((sum, { details }) => sum + Number(details.points), 0)
}

function answerAt(trace: Trace, micros: number): AnswerPicture {
  return trace.fact(storeIndex(trace), 'answer', trace.countBefore(micros)) as unknown as AnswerPicture
}
