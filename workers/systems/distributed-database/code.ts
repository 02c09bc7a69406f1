import type { SystemCode } from '../source-passage'

const SYSTEM = 'workers/systems/distributed-database'

const code: SystemCode = [
  {
    file: `${SYSTEM}/model-guide-coordinator.ts`,
    variants: ['guide'],
    marks: {
      'guide/written': 'GuideCoordinator.#write: for (',
      'guide/failed': 'GuideCoordinator.#write: if (!isSuccess(reply))',
      'guide/lost': 'GuideCoordinator.#replicate',
      'guide/read': 'GuideCoordinator.#read: for (',
    },
  },
  {
    file: `${SYSTEM}/model-atomic-coordinator.ts`,
    variants: ['atomic'],
    marks: {
      'quorum/learned': 'AtomicCoordinator.#write',
      'quorum/written': 'AtomicCoordinator.#write: const puts',
      'quorum/wrote-back': 'AtomicCoordinator.#read: if (newest',
      'quorum/read': 'AtomicCoordinator.#read',
      'quorum/refused': 'AtomicCoordinator.#refuse',
    },
  },
  {
    file: `${SYSTEM}/model-range-member.ts`,
    variants: ['ranges'],
    marks: {
      'range/candidate': 'RangeMember.#campaign',
      'range/leads': 'RangeMember.#lead',
      'range/withheld': 'RangeMember.answer',
      'range/lease-taken': 'RangeMember.#hold',
      'range/lease-ended': 'RangeMember.#hold',
      'range/lease-given-up': 'RangeMember.#hold',
    },
  },
  {
    file: `${SYSTEM}/model-range-node.ts`,
    variants: ['ranges'],
    marks: {
      'range/read': 'RangeNode.#read',
      'range/no-lease': 'RangeNode.#read: if (left <= 0)',
      'range/confirmed-read': 'RangeNode.#readConfirmed',
      'range/written': 'RangeNode.#write',
      'range/redirected': 'RangeNode.#redirect',
    },
  },
  {
    file: `${SYSTEM}/model-range-coordinator.ts`,
    variants: ['ranges'],
    marks: {
      'range/refused': 'RangeCoordinator.handle',
      'range/unknown': 'RangeCoordinator.handle: if (operation.kind',
    },
  },
  {
    file: 'workers/algorithms/quorum/siblings.ts',
    variants: ['vectors'],
    marks: { 'replica/siblings': 'mergeSiblings' },
  },
  {
    file: `${SYSTEM}/model-coordinator.ts`,
    marks: {
      'quorum/written': 'Coordinator.#write',
      'quorum/read': 'Coordinator.#read',
      'quorum/fallback': 'Coordinator.#call',
      'repair/read': 'Coordinator.#repair',
      'cart/merged': 'Coordinator.#add',
    },
  },
  { file: `${SYSTEM}/model-quorum.ts`, marks: { 'quorum/refused': 'QuorumCalls.wait' } },
  {
    file: `${SYSTEM}/model-replica.ts`,
    marks: {
      'replica/overtaken': 'Replica.#overwrite',
      'replica/older': 'Replica.#take',
      'replica/dropped': 'Replica.#take',
    },
  },
  { file: `${SYSTEM}/model-copies.ts`, marks: { 'hint/kept': 'Disk.keep' } },
  { file: `${SYSTEM}/model-hints.ts`, marks: { 'hint/handed': 'handHints' } },
  {
    file: `${SYSTEM}/model-anti-entropy.ts`,
    marks: { 'repair/alike': 'AntiEntropy.#compareWith', 'repair/compared': 'AntiEntropy.#exchange' },
  },
]

export default code
