import { formatDuration } from '../../kernel/time'
import type { Claims } from '../system'
import { type HeldLease, leasesAtOnce, leasesOf, meanOf, readsAnswered, staleReads } from './claims-measures'
import { CUT_AT, HEAL_AT } from './meta-script'

/** Of six keys in three ranges, those whose leader is on side a and most of whose copies are on side b. */
const RANGE_2 = ['k3', 'k4']

export const ranges: Claims = {
  'reads-alone': {
    sentence:
      'Side a reads r2, whose leader is on its side, within 10 ms in the mean; a write of it waits for side b, more than 80 ms.',
    measure(trace) {
      // From when all leaders are elected.
      const only = { client: 'clients-a', keys: RANGE_2, from: 500_000 }
      const [read, write] = [meanOf(trace, 'read', only), meanOf(trace, 'write', only)]
      return {
        holds: read < 10_000 && write > 80_000,
        measured: `${formatDuration(Math.round(read))} a read, ${formatDuration(Math.round(write))} a write`,
      }
    },
  },
  'one-lease': {
    sentence: 'At no moment do two nodes hold the lease of one range.',
    measure(trace) {
      const leases = leasesOf(trace)
      const [both] = leasesAtOnce(trace)
      return { holds: leases.length >= 3 && both === undefined, measured: leasesText(leases, both) }
    },
  },
  'two-leases': {
    sentence: 'Two nodes hold the lease of one range at one time, for at least half a second.',
    measure(trace) {
      const pairs = leasesAtOnce(trace)
      const most = Math.max(0, ...pairs.map(([one, other]) => Math.min(one.to, other.to) - other.from))
      return { holds: most >= 500_000, measured: `${leasesText(leasesOf(trace), pairs[0])}, ${formatDuration(most)}` }
    },
  },
  'lease-runs-out': {
    sentence:
      'During the partition two ranges have no leaseholder for a while, less than 0.4 s, and then one at another node.',
    measure(trace) {
      const leases = leasesOf(trace)
      const gaps = leases.flatMap((old) => {
        const next = leases.find(({ range, node, from }) => range === old.range && node !== old.node && from >= old.to)
        return next === undefined ? [] : [next.from - old.to]
      })
      return {
        holds: gaps.length === 2 && gaps.every((gap) => gap > 0 && gap < 400_000),
        measured: gaps.map(formatDuration).join(', '),
      }
    },
  },
  'stale-by-lease': {
    sentence: 'At least five reads are stale during the partition.',
    measure(trace) {
      const stale = staleReads(trace, CUT_AT, HEAL_AT)
      return { holds: stale >= 5, measured: `${stale} of ${readsAnswered(trace, CUT_AT, HEAL_AT)} reads` }
    },
  },
}

function leasesText(leases: readonly HeldLease[], both: readonly [HeldLease, HeldLease] | undefined): string {
  const told = `${leases.length} leases`
  return both === undefined
    ? `${told}, none at once`
    : `${told}, ${both[0].range} at ${both[0].node} and ${both[1].node}`
}
