/**
 * Branches in a link: those besides `a` tell what they differ in from `a`, each key under the letter of its branch:
 * `b.do=nothing&b.at=2s&b.name=no%20crash`. `at` is where it leaves the branch `from`, which is `a` where nothing else is
 * said. `show` names the branch that is shown, `vs` the one it is compared with.
 */
import { durationText, parseDuration } from '../kernel/time'
import type { SystemMeta } from '../systems/system'
import {
  BRANCH_IDS,
  type Branch,
  type BranchId,
  type Branching,
  cleanName,
  type Fork,
  LONGEST_BRANCH_NAME,
} from './branching'
import { SCENARIO_LIMITS, type Scenario } from './scenario'
import { differences } from './url-fields'
import type { Packing } from './url-packed'
import { type FieldReader, readScenario, within } from './url-reader'

/** The fields of all branches (of `a` but its name) and of what is shown. */
export function branchFields(
  meta: SystemMeta,
  { branches, active, versus }: Branching,
  packing: Packing | null,
): string[] {
  const first = branches[0] as Branch
  const fields = branches.flatMap((branch) => {
    const own = branch === first ? [] : differences(meta, branch.scenario, first.scenario, packing)
    // A branch that differs in nothing yet still has to be there.
    const isUnseen = branch !== first && own.length === 0
    if (branch.name !== '' || isUnseen) own.push(`name=${encodeURIComponent(branch.name)}`)
    if (branch.fork !== null) own.push(`at=${durationText(branch.fork.atMicros)}`)
    if (branch.fork !== null && branch.fork.from !== 'a') own.push(`from=${branch.fork.from}`)
    return own.map((field) => `${branch.id}.${field}`)
  })
  if (active !== 'a') fields.push(`show=${active}`)
  if (versus !== null) fields.push(`vs=${versus}`)
  return fields
}

/** The branches that the fields tell besides this first one. A letter that is left out ends them. */
export function readBranches(fields: FieldReader, meta: SystemMeta, first: Scenario): Branching {
  const branches: Branch[] = [{ id: 'a', name: readName(fields.under('a.')), fork: null, scenario: first }]
  for (const id of BRANCH_IDS.slice(1)) {
    const own = fields.under(`${id}.`)
    if (!own.hasAny()) break
    branches.push(readBranch(own, id, meta, first))
  }
  const letters = branches.map((branch) => branch.id)
  const isBranch = (text: string): BranchId | null => letters.find((id) => id === text) ?? null
  const active = fields.take('show', isBranch, `one of ${letters.join(', ')}`, 'a' as BranchId)
  const others = letters.filter((id) => id !== active)
  const isOther = (text: string): BranchId | null => others.find((id) => id === text) ?? null
  const range = others.length === 0 ? 'the letter of another branch, and there is none' : `one of ${others.join(', ')}`
  return { branches, active, versus: fields.take('vs', isOther, range, null) }
}

function readBranch(fields: FieldReader, id: BranchId, meta: SystemMeta, first: Scenario): Branch {
  return { id, scenario: readScenario(fields, meta, first), name: readName(fields), fork: readFork(fields, id) }
}

function readName(fields: FieldReader): string {
  return fields.take('name', cleanName, `a name of up to ${LONGEST_BRANCH_NAME} characters`, '')
}

/** Where a branch leaves one before it; without a moment it was not forked. */
function readFork(fields: FieldReader, id: BranchId): Fork | null {
  const { maxHorizonMicros } = SCENARIO_LIMITS
  const atMicros = fields.take(
    'at',
    (text) => within(parseDuration(text), 0, maxHorizonMicros),
    `a time up to ${durationText(maxHorizonMicros)}`,
    null,
  )
  if (atMicros === null) return null
  const before = BRANCH_IDS.slice(0, BRANCH_IDS.indexOf(id))
  const isBefore = (text: string): BranchId | null => before.find((each) => each === text) ?? null
  return { atMicros, from: fields.take('from', isBefore, `one of ${before.join(', ')}`, 'a' as BranchId) }
}
