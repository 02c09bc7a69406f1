import type { Passage, SystemCode } from '../source-passage'

const HERE = 'workers/systems/distributed-rate-limiter'
const SCRIPTS = 'workers/network/redis/scripts'

/** A script decides in Redis; its text in Lua and the same in TypeScript, which runs, stand in one file. */
function script(variant: string, file: string, passes: string, refuses: string): Passage {
  const marks = { 'redis/ran': 'twin', 'quota/passed': `twin: ${passes}`, 'quota/refused': `twin: ${refuses}` }
  return { file: `${SCRIPTS}/${file}.ts`, variants: [variant], marks }
}

const code: SystemCode = [
  {
    file: `${HERE}/model-guide-store.ts`,
    variants: ['guide'],
    marks: {
      'redis/ran': 'GuideStore.ask: const outcome',
      'quota/passed': 'GuideStore.ask: if (count <= limit)',
      'quota/refused': "GuideStore.ask: return { kind: 'refused'",
    },
  },
  script('window', 'fixed-window', 'return count > limit', 'return count > limit'),
  script('sliding-log', 'sliding-log', 'return [1', 'if (count >= limit)'),
  script('sliding-counter', 'sliding-counter', 'return [1', 'if (room < window)'),
  script('gcra', 'gcra', 'return [1', 'if (allowedAt > now)'),
  {
    file: `${HERE}/model-server.ts`,
    marks: {
      'quota/remembered': 'QuotaServer.refuseAsKnown',
      'quota/let-through': 'QuotaServer.decideAlone',
      'quota/turned-away': 'QuotaServer.decideAlone',
      'quota/local-passed': 'QuotaServer.decideAlone',
      'quota/local-refused': 'QuotaServer.decideAlone',
      'quota/failed': 'QuotaServer.decideAlone',
    },
  },
]

export default code
