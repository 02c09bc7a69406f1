import { type BenchCase, type BenchResult, type BenchRow, interleave, ratioRow } from './harness'
import { runBare } from './mm1/bare'
import { runTraced, runUntraced } from './mm1/ours'
import { runSimjs, runSimscript } from './mm1/peers'
import { loadSimjs } from './mm1/simjs'
import { drawVisits, totalWait } from './mm1/visits'

/** Utilisation 0.8: on average 3.2 customers wait. simscript looks at all of them at every step, and gets fewer. */
const MEAN_GAP = 1_000
const MEAN_WORK = 800
const CUSTOMERS = 50_000
const SIMSCRIPT_CUSTOMERS = 5_000

const UNTRACED = 'kernel, untraced'
const TRACED = 'kernel, traced'
const BARE = 'generators on a binary heap'
const SIMJS = 'simjs'
const SIMSCRIPT = 'simscript'

/** M/M/1 with the same customers in every simulator. One operation is one event: an arrival or a departure. */
export default async function bench(): Promise<BenchResult> {
  const visits = drawVisits(CUSTOMERS, MEAN_GAP, MEAN_WORK, 7)
  const fewer = { ...visits, count: SIMSCRIPT_CUSTOMERS }
  const expected = totalWait(visits)
  const expectedOfFewer = totalWait(fewer)
  const traced = runTraced(visits)
  const simjs = await loadSimjs()
  const operations = 2 * CUSTOMERS
  const cases: BenchCase[] = [
    { name: UNTRACED, operations, run: () => verified(runUntraced(visits), expected) },
    { name: TRACED, operations, run: () => verified(runTraced(visits).total, expected) },
    { name: BARE, operations, run: () => verified(runBare(visits), expected) },
    { name: SIMJS, operations, run: () => verified(runSimjs(simjs, visits), expected) },
    {
      name: SIMSCRIPT,
      operations: 2 * SIMSCRIPT_CUSTOMERS,
      run: async () => verified(await runSimscript(fewer), expectedOfFewer),
    },
  ]
  const measured = await interleave(cases)
  const untraced = measured.measured(UNTRACED)
  const others: BenchRow[] = [BARE, SIMJS, SIMSCRIPT].map((name) => {
    return { name, value: measured.measured(name).perSecond, unit: 'event/s' }
  })
  return {
    title: `M/M/1 at 80 %, ${CUSTOMERS} customers (simscript ${SIMSCRIPT_CUSTOMERS}), the same waits from each`,
    rows: [
      { ...ratioRow(untraced, measured.ratio(UNTRACED, SIMJS), SIMJS, 3), unit: 'event/s' },
      { ...ratioRow(untraced, measured.ratio(UNTRACED, SIMSCRIPT), SIMSCRIPT, 50), unit: 'event/s' },
      {
        name: `${UNTRACED}, against ${BARE}`,
        value: untraced.perSecond,
        unit: 'event/s',
        ratio: measured.ratio(UNTRACED, BARE),
      },
      { ...ratioRow(measured.measured(TRACED), measured.ratio(TRACED, BARE), BARE, 0.25), unit: 'event/s' },
      { name: 'trace', value: traced.bytes / traced.events, unit: 'bytes/event' },
      ...others,
    ],
  }
}

/** All simulators serve the same customers, so to the microsecond they wait alike. */
function verified(total: number, expected: number): number {
  if (total !== expected) throw new Error(`The waits add up to ${total} µs and not to ${expected} µs.`)
  return total
}
