import type { SystemCode } from '../source-passage'

const HERE = 'workers/systems/distributed-lock'

const code: SystemCode = [
  {
    file: `${HERE}/model-locks.ts`,
    variants: ['guide', 'safe', 'renewed', 'fenced'],
    marks: {
      'lock/granted': "SingleLock.attempt: return { kind: 'granted'",
      'lock/busy': 'SingleLock.attempt: if (!isOk(outcome)',
      'lock/unanswered': "SingleLock.attempt: if (outcome.kind !== 'reply')",
      'lock/released': 'SingleLock.release',
      'lock/not-its-own': 'SingleLock.release',
    },
  },
  {
    file: `${HERE}/model-locks.ts`,
    variants: ['redlock'],
    marks: {
      'redlock/majority': 'Redlock.attempt: if (votes >= needed',
      'redlock/minority': 'Redlock.attempt: yield* this.release',
      'lock/released': 'Redlock.release',
      'lock/not-its-own': 'Redlock.release',
    },
  },
  {
    file: `${HERE}/model-worker.ts`,
    marks: {
      'lock/gave-up': 'Worker.acquire',
      'lock/release-ignored': 'Worker.work: const wasItsOwn',
      'lock/renewed': 'Worker.renew: for',
      'lock/renewal-failed': 'Worker.renew: if (cause !==',
      'lock/aborted': 'Worker.addTo: if (grant.isLost',
    },
  },
  {
    file: `${HERE}/model-account.ts`,
    marks: {
      'account/wrote': 'Account.write: if (read.version',
      'account/overwrote': 'Account.write: if (read.version',
      'account/refused': 'Account.isStale',
    },
  },
]

export default code
