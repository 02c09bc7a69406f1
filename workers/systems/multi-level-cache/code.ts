import type { SystemCode } from '../source-passage'

const FOLDER = 'workers/systems/multi-level-cache'
const ALGORITHMS = 'workers/algorithms/caching'
const READERS = ['cache-aside', 'read-through', 'write-through', 'write-behind', 'write-around']

const code: SystemCode = [
  {
    file: `${FOLDER}/model-guide.ts`,
    variants: ['guide'],
    marks: {
      'level/outlives': 'GuideCache.get',
      'level/hit': 'GuideCache.get',
      'level/missed': 'GuideRedis.get',
      'level/loads': 'GuideCache.load',
      'level/loaded': 'GuideCache.load',
      'guide/null-is-a-miss': 'GuideRedis.get',
      'guide/swallowed': 'GuideRedis.set',
      'guide/set-all': 'GuideCache.write',
    },
  },
  {
    file: `${ALGORITHMS}/early-refresh.ts`,
    marks: { 'level/early': 'refreshesEarly' },
  },
  {
    file: `${ALGORITHMS}/lifetimes.ts`,
    marks: { 'level/copied': 'copyUntil' },
  },
  {
    file: 'workers/components/single-flight.ts',
    marks: { 'level/joined': 'SingleFlight.run' },
  },
  {
    file: `${FOLDER}/model-reader.ts`,
    variants: READERS,
    marks: {
      'level/hit': 'Reader.answerFresh',
      'level/missed': 'Reader.read',
      'level/stale': 'Reader.answerStale',
      'level/stale-on-error': 'Reader.standIn',
      'level/waits': 'Reader.fetch',
      'level/refused': 'Reader.keep',
      'level/no-answer': 'Reader.fetch',
    },
  },
  {
    file: `${FOLDER}/model-loader.ts`,
    variants: READERS,
    marks: {
      'level/loads': 'Loader.load',
      'level/loaded': 'Loader.load',
      'level/not-kept': 'Loader.load',
      'level/bounded': 'Loader.load: if (places?.enter() === false)',
      'level/not-loaded': 'Loader.load',
    },
  },
  {
    file: `${FOLDER}/model-writer.ts`,
    marks: {
      'write/through': 'Writer.through',
      'write/behind': 'Writer.behind',
      'write/around': 'Writer.write',
      'level/invalidated': 'Writer.invalidate',
    },
  },
  { file: `${FOLDER}/model-flusher.ts`, marks: { 'flush/wrote': 'Flusher.flush', 'flush/failed': 'Flusher.flush' } },
  { file: `${FOLDER}/model-memory.ts`, marks: { 'level/late-copy': 'MemoryLevel.put' } },
]

export default code
