import { countMarks, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { exactly, type Law, notHere, type Proof, within } from '../law'
import { lostWrites, meanOf, numberOf, orderStatistic, textOf, unhinderedWaits } from './claims-measures'

const laws: readonly Law[] = [
  {
    id: 'rpo',
    name: 'A failover loses what was acknowledged within the lag',
    formula: 'E[lost] = λ · lag',
    source: 'Poisson arrivals: the count since the log was shipped has mean and variance λ · lag',
    tolerance: '4 standard deviations of one count, √(λ · lag); exactly none when the log is sent at once',
    measure(trace, values, { variant, script }) {
      if (variant !== 'async')
        return notHere('Acknowledged writes wait for confirmations, or nobody compares positions.')
      const ship = values.number('ship')
      const crash = script.find((entry) => entry.kind === 'crash' && entry.node === 'n1')
      if (crash === undefined || script.length > 1) return notHere('It is not that the primary just dies.')
      if (countMarks(trace, 'primary/took-over') === 0) return notHere('Nobody takes over.')
      // What is on its way arrives, though who sent it is dead: nothing lags when each change leaves at once.
      const lag = ship === 0 ? 0 : crash.at % ship
      const law = (values.number('writes') * values.number('apps') * lag) / 1_000_000
      return within(lostWrites(trace), law, 4 * Math.sqrt(law), 'writes')
    },
  },
  {
    id: 'order-statistic',
    name: 'A write that k of n confirm waits for the k-th fastest',
    formula: 'E[wait] = 2 · way + storing · (H_n − H_(n−k)), of writes that no replica is still storing another before',
    source: 'Rényi, “On the theory of order statistics” (1953): the k-th smallest of n exponentials',
    tolerance: '4 standard errors',
    measure(trace, values, { variant, script }) {
      if (variant !== 'semi-sync' || script.length > 0)
        return notHere('Nothing waits for k of n, or something is changed on the way.')
      if (values.number('ship') > 0) return notHere('The log is shipped now and then only.')
      const waits = unhinderedWaits(trace, values.number('between'))
      if (waits.length < 30) return notHere('Too few writes.')
      const [n, k] = [values.number('nodes') - 1, Math.min(values.number('confirmations'), values.number('nodes') - 1)]
      const law = 2 * values.number('between') + values.number('apply') * orderStatistic(n, k)
      let variance = 0
      for (let index = 0; index < k; index++) variance += 1 / (n - index) / (n - index)
      const error = values.number('apply') * Math.sqrt(variance / waits.length)
      return within(meanOf(waits), law, 4 * error, 'µs')
    },
  },
  {
    id: 'one-an-epoch',
    name: 'An epoch or term has one primary',
    formula: 'nodes that accept writes in an epoch ≤ 1',
    source: 'Ongaro and Ousterhout (2014), election safety; Burrows, “The Chubby lock service”, OSDI 2006, for epochs',
    tolerance: 'exact, for every write',
    measure(trace, _, { variant }) {
      if (variant === 'guide') return notHere('The guide has no epochs.')
      return exactly(secondPrimaries(trace), 0, 'writes')
    },
  },
  {
    id: 'leader-completeness',
    name: 'Who leads has everything that was acknowledged',
    formula: 'acknowledged ∖ log of each new leader = ∅',
    source: 'Ongaro and Ousterhout (2014), leader completeness (§5.4); Gifford (1979), quorums that intersect',
    tolerance: 'exact, at every change of the leader',
    measure(trace, _, { variant }) {
      if (variant !== 'raft' && variant !== 'quorum') return notHere('Nobody waits for a majority.')
      if (countMarks(trace, 'primary/took-over') === 0) return notHere('Nobody takes over.')
      return exactly(lostWrites(trace), 0, 'writes')
    },
  },
]

const proof: Proof = {
  modelled: [
    'sessions that write and read; what they are told is judged as one history for linearizability',
    'logs with positions and epochs, asynchronous, semi-synchronous and quorum commits, Raft as in figure 2 of the paper',
    'a monitor that replaces a primary by position and epoch; an old primary that is fenced, or switched off first, and cuts its log',
    'the guide’s object in each application, with its view of health and lag',
  ],
  leftOut: [
    'several monitors that vote, leases, changes of membership, compaction and snapshots of logs',
    'writes that are tried again after an unknown outcome',
    'disks that lose what they have confirmed',
  ],
  laws,
}

export default proof

/** Writes accepted by a node in an epoch in which another one accepted before. */
function secondPrimaries(trace: Trace): number {
  const first = new Map<number, string>()
  let count = 0
  for (const mark of marksOf(trace, 'primary/wrote')) {
    const [epoch, node] = [numberOf(mark, 'epoch'), textOf(mark, 'node')]
    if ((first.get(epoch) ?? node) !== node) count++
    else first.set(epoch, node)
  }
  return count
}
