import { missChance } from '../../algorithms/quorum/quorum-law'
import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import type { Claims } from '../system'
import { carts } from './claims-carts'
import {
  breach,
  copiesBehind,
  drawsOf,
  meanOf,
  outcomesOf,
  readsAnswered,
  servedOf,
  staleReads,
} from './claims-measures'
import { ranges } from './claims-ranges'
import { ALL_EQUAL, LINEARIZABLE, NOTHING_LOST } from './meta-checks'
import { CRASH_AT, CUT_AT, HEAL_AT } from './meta-script'

const reading: Claims = {
  'no-stale': {
    sentence: 'No read is stale: none tells a value that was replaced and acknowledged before it began.',
    measure(trace) {
      const [stale, reads] = [staleReads(trace), readsAnswered(trace)]
      return { holds: stale === 0 && reads > 150, measured: `${stale} of ${reads} reads` }
    },
  },
  'some-stale': {
    sentence: 'At least one read in a hundred is stale.',
    measure(trace) {
      const [stale, reads] = [staleReads(trace), readsAnswered(trace)]
      return { holds: stale >= reads / 100 && stale > 0, measured: `${stale} of ${reads} reads` }
    },
  },
  'pays-in-time': {
    sentence:
      'Also without a partition consistency costs time: a read takes at least 40 ms in the mean, most of it to the other region and back.',
    measure(trace) {
      const read = meanOf(trace, 'read')
      return { holds: read >= 40_000, measured: formatDuration(Math.round(read)) }
    },
  },
  'asks-the-nearest': {
    sentence: 'A read takes at most 15 ms in the mean.',
    measure(trace) {
      const read = meanOf(trace, 'read')
      return { holds: read <= 15_000, measured: formatDuration(Math.round(read)) }
    },
  },
  'none-refused': {
    sentence: 'No request fails.',
    measure(trace) {
      const { served, failed } = requestCounts(trace)
      return { holds: failed === 0 && served > 0, measured: `${failed} of ${served + failed}` }
    },
  },
  'goes-back': {
    sentence: 'A read tells an older value than a read that was over before it began.',
    measure: (trace) => breach(trace, LINEARIZABLE, true),
  },
  linearizable: {
    sentence: 'All reads and writes could come from one single copy.',
    measure(trace) {
      const reads = readsAnswered(trace)
      const verdict = breach(trace, LINEARIZABLE, false)
      return { holds: verdict.holds && reads > 100, measured: `${verdict.measured}, ${reads} reads` }
    },
  },
  'second-round': {
    sentence: 'A write takes two rounds: at least 1.6 times as long as a read that needs one, and some reads need two.',
    measure(trace) {
      const [read, write] = [meanOf(trace, 'read'), meanOf(trace, 'write')]
      const back = countMarks(trace, 'quorum/wrote-back')
      const reads = readsAnswered(trace)
      // Reads that write back are slow too, so the plain round is estimated from the share of them.
      const round = read / (1 + back / reads)
      return {
        holds: back > 0 && write > 1.6 * round,
        measured: `${formatDuration(write)} a write, ${formatDuration(read)} a read, ${back} of ${reads} reads write back`,
      }
    },
  },
  'misses-as-drawn': {
    sentence: 'Reads miss the newest value as often as two draws do not meet, within four standard deviations.',
    measure(trace, values) {
      const { reads, missed, sumOfSquares } = drawsOf(trace)
      const law = missChance(values.number('copies'), values.number('write-quorum'), values.number('read-quorum'))
      const deviation = (4 * Math.sqrt(law * (1 - law) * sumOfSquares)) / reads
      const share = missed / reads
      return {
        holds: reads > 100 && Math.abs(share - law) <= deviation,
        measured: `${percent(share)} of ${reads} reads against ${percent(law)}`,
      }
    },
  },
  'waits-for-second': {
    sentence: 'A write takes 8.3 ms in the mean, and the ways to the coordinator, within 15 %.',
    measure(trace) {
      const mean = meanOf(trace, 'write') - 400
      return { holds: Math.abs(mean / 8_333 - 1) < 0.15, measured: formatDuration(Math.round(mean)) }
    },
  },
}

const failing: Claims = {
  'both-sides-answer': {
    sentence: 'During the partition both sides answer at least 19 of 20 requests.',
    measure(trace) {
      const sides = ['clients-a', 'clients-b'].map((name) => outcomesOf(trace, name, CUT_AT, HEAL_AT))
      return {
        holds: sides.every(({ ended, failed }) => ended > 30 && failed <= ended / 20),
        measured: sides.map(share).join(', '),
      }
    },
  },
  'stale-with-sloppy': {
    sentence: 'R + W > N, and yet at least ten reads are stale during the partition.',
    measure(trace, values) {
      const stale = staleReads(trace, CUT_AT, HEAL_AT)
      const overlaps = values.number('read-quorum') + values.number('write-quorum') > values.number('copies')
      return { holds: overlaps && stale >= 10, measured: `${stale} of ${readsAnswered(trace, CUT_AT, HEAL_AT)} reads` }
    },
  },
  'hands-over': {
    sentence: 'Rows that were kept for others are handed over, all of them.',
    measure(trace) {
      const handed = marksOf(trace, 'hint/handed').reduce((sum, { details }) => sum + Number(details.rows), 0)
      const kept = countMarks(trace, 'hint/kept')
      const left = trace.topology.nodes.reduce(
        (sum, _, node) => sum + (trace.gauge(node, 'hints', trace.events) ?? 0),
        0,
      )
      return {
        holds: handed > 0 && left === 0,
        measured: `${kept} kept, ${handed} newest ones handed over, ${left} left`,
      }
    },
  },
  'ends-equal': {
    sentence: 'At the end all copies of every key are alike.',
    measure(trace) {
      const verdict = breach(trace, ALL_EQUAL, false)
      const most = Math.max(...[0.5, 1, 1.5, 1.7, 2, 2.2].map((seconds) => copiesBehind(trace, seconds * 1_000_000)))
      return {
        holds: verdict.holds && copiesBehind(trace) === 0 && most > 0,
        measured: `${copiesBehind(trace)} behind at the end, ${most} before`,
      }
    },
  },
  'minority-refuses': {
    sentence: 'During the partition side b answers nothing once its first requests have waited in vain.',
    measure(trace) {
      const side = outcomesOf(trace, 'clients-b', CUT_AT + 20_000, HEAL_AT)
      return { holds: side.ended > 30 && side.failed === side.ended, measured: share(side) }
    },
  },
  'majority-answers': {
    sentence: 'During the partition side a answers every request.',
    measure(trace) {
      const side = outcomesOf(trace, 'clients-a', CUT_AT, HEAL_AT)
      return { holds: side.ended > 30 && side.failed === 0, measured: share(side) }
    },
  },
  'three-of-ten-refused': {
    sentence: 'Three requests in ten are refused, within 12 of a hundred.',
    measure(trace) {
      const sides = ['clients-a', 'clients-b'].map((name) => outcomesOf(trace, name, 350_000))
      const [ended, failed] = [sum(sides.map((side) => side.ended)), sum(sides.map((side) => side.failed))]
      return { holds: Math.abs(failed / ended - 0.3) < 0.12, measured: percent(failed / ended) }
    },
  },
  'as-available-as-binomial': {
    sentence:
      'Of three nodes that are up two thirds of the time at least one is up in 26 of 27 cases, and two are in 20: reads and writes succeed so often, within 5 of a hundred.',
    measure(trace) {
      const [read, write] = (['read', 'write'] as const).map((kind) => {
        const { ended, served } = servedOf(trace, kind)
        return served / ended
      }) as [number, number]
      return {
        holds: Math.abs(read - 26 / 27) < 0.05 && Math.abs(write - 20 / 27) < 0.05,
        measured: `${percent(read)} of the reads, ${percent(write)} of the writes`,
      }
    },
  },
  'stays-behind': {
    sentence: 'At the end at least two copies are older than another copy of their key.',
    measure(trace) {
      const behind = copiesBehind(trace)
      return { holds: behind >= 2, measured: `${behind} copies` }
    },
  },
  'reads-repair': {
    sentence: 'At least five copies are repaired because somebody reads.',
    measure(trace) {
      const repaired = marksOf(trace, 'repair/read').reduce(
        (count, { details }) => count + (details.nodes as unknown[]).length,
        0,
      )
      return { holds: repaired >= 5, measured: `${repaired} copies` }
    },
  },
  'compares-few': {
    sentence:
      'After the cut all comparisons together send less than a tenth of the bytes of all rows that are compared.',
    measure(trace) {
      const compared = marksOf(trace, ['repair/compared', 'repair/alike'], 1_700_000)
      const total = (key: string) => sum(compared.map(({ details }) => Number(details[key] ?? 0)))
      return {
        holds: total('taken') + total('sent') > 0 && total('bytes') < total('whole') / 10,
        measured: `${total('bytes')} bytes instead of ${total('whole')}, ${total('hashes')} hashes, ${compared.length} comparisons`,
      }
    },
  },
}

const lost: Claims = {
  'acknowledged-in-vain': {
    sentence: 'A write is acknowledged, and at the end no node has it or anything later.',
    measure: (trace) => breach(trace, NOTHING_LOST, true),
  },
  overtaken: {
    sentence: 'A replica replaces a newer value by an older one.',
    measure(trace) {
      const mark = firstMark(trace, 'replica/overtaken')
      return { holds: mark !== null, measured: mark?.sentence ?? 'never' }
    },
  },
  'own-replica': {
    sentence:
      'Every write is sent to its own primary once more, as a replica, and at least three times that brings an old value back there.',
    measure(trace) {
      const written = marksOf(trace, 'guide/written')
      const twice = written.filter(({ details }) => (details.others as unknown[]).includes(details.primary))
      const primaries = new Map(written.map(({ details }) => [details.key, details.primary]))
      const back = marksOf(trace, 'replica/overtaken').filter(
        ({ details }) => primaries.get(details.key as string) === details.node,
      ).length
      return {
        holds: written.length >= 100 && twice.length === written.length && back >= 3,
        measured: `${twice.length} of ${written.length} writes, ${back} old values come back at a primary`,
      }
    },
  },
  'reads-fall-back-stale': {
    sentence:
      'After the crash reads of its keys are answered by a replica, stale and without an error; some of them say that there is no value.',
    measure(trace) {
      const stale = marksOf(trace, 'client/stale', CRASH_AT)
      const none = stale.filter(({ details }) => details.value === 'none').length
      return {
        holds: stale.length >= 3 && none > 0,
        measured: `${stale.length} stale reads, ${none} of no value; ${breach(trace, NOTHING_LOST, true).measured}`,
      }
    },
  },
  'writes-fail': {
    sentence: 'After the crash every write of a key of that primary fails, though its replica lives.',
    measure(trace) {
      const failed = countMarks(trace, 'guide/failed', CRASH_AT)
      const written = marksOf(trace, 'guide/written', CRASH_AT + 100_000).filter(
        ({ details }) => details.primary === 'n1',
      ).length
      return { holds: failed >= 5 && written === 0, measured: `${failed} failed, ${written} written` }
    },
  },
}

const claims: Claims = { ...reading, ...failing, ...lost, ...ranges, ...carts }

export default claims

function share({ ended, failed }: { ended: number; failed: number }): string {
  return `${failed} of ${ended} failed`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
