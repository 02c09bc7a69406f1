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
    id: 'staleness',
    name: 'A fresh replica has all that was written before the bound',
    formula: 'position of the answer ≥ position of the primary at (answer − bound)',
    source: 'Bailis and others, “Probabilistically Bounded Staleness”, VLDB 2012: staleness in time',
    tolerance: 'exact, for every read that a replica answers',
    measure(trace, values, { variant }) {
      if (values.text('reads') !== 'bounded' || variant === 'guide' || variant === 'raft')
        return notHere('Nobody asks a replica how old it is.')
      if (countMarks(trace, 'primary/took-over') > 0) return notHere('Positions of two primaries are not one order.')
      return exactly(staleAnswers(trace, values.number('bound'), values.number('latency')), 0, 'reads')
    },
  },
  {
    id: 'session',
    name: 'A copy that waits for its session never shows it less',
    formula: 'reads that miss an own write, or go back = 0; with one copy for a session: reads that go back = 0',
    source: 'Terry and others, “Session Guarantees for Weakly Consistent Replicated Data” (1994)',
    tolerance: 'exact, for every read',
    measure(trace, values, { variant, script }) {
      const reads = values.text('reads')
      if (variant === 'guide' || (reads !== 'wait' && reads !== 'sticky'))
        return notHere('Reads do not wait for their session, nor does it stay with a copy.')
      if (script.length > 0) return notHere('A copy may die, and another one takes its place.')
      return exactly(countMarks(trace, reads === 'wait' ? ['read/own-missed', 'read/back'] : 'read/back'), 0, 'reads')
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

/** Reads at a replica that miss what the primary had written so long before the answer left the replica. */
function staleAnswers(trace: Trace, boundMicros: number, latencyMicros: number): number {
  const written = marksOf(trace, 'primary/wrote')
  const primaries = new Set(written.map((mark) => textOf(mark, 'node')))
  let [count, next, position] = [0, 0, 0]
  for (const read of marksOf(trace, 'read/found')) {
    const until = read.atMicros - latencyMicros - boundMicros
    for (let mark = written[next]; mark !== undefined && mark.atMicros <= until; mark = written[++next])
      position = numberOf(mark, 'position')
    if (!primaries.has(textOf(read, 'node')) && numberOf(read, 'position') < position) count++
  }
  return count
}

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
