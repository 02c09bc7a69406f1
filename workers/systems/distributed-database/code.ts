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
    file: `${SYSTEM}/model-coordinator.ts`,
    marks: {
      'quorum/written': 'Coordinator.#write',
      'quorum/read': 'Coordinator.#read',
      'quorum/fallback': 'Coordinator.#call',
      'repair/read': 'Coordinator.#repair',
    },
  },
  { file: `${SYSTEM}/model-quorum.ts`, marks: { 'quorum/refused': 'QuorumCalls.wait' } },
  {
    file: `${SYSTEM}/model-replica.ts`,
    marks: {
      'replica/overtaken': 'Replica.#overwrite',
      'replica/older': 'Replica.#take',
    },
  },
  { file: `${SYSTEM}/model-copies.ts`, marks: { 'hint/kept': 'Disk.keep' } },
  { file: `${SYSTEM}/model-hints.ts`, marks: { 'hint/handed': 'handHints' } },
  { file: `${SYSTEM}/model-anti-entropy.ts`, marks: { 'repair/compared': 'AntiEntropy.#compareWith' } },
]

export default code
