import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'multi-level-cache',
  title: 'Multi-level cache',
  question: 'Who still has yesterday’s value?',
  summary:
    'Copies of one row stand in browsers, a CDN, a proxy, the memory of every app and a shared Redis. Let them expire, write behind them, take a level away, and see who answers what, and how often the database is asked.',
  section: 'Fundamentals',
  tags: [
    'Redis',
    'stampede',
    'single flight',
    'lease',
    'XFetch',
    'stale-while-revalidate',
    'stale-if-error',
    'negative caching',
    'invalidation',
    'pub/sub',
    'cache-aside',
    'read-through',
    'write-through',
    'write-behind',
    'write-around',
    'TTL',
  ],
  revision: 1,
  horizonMicros: 4_000_000,
  seed: 11,
  picture: { preset: 'backfill-guide', node: 'app-1' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'Levels in a row, null is a miss, copies above live for an hour, errors are swallowed, and nothing can be deleted.',
      asInGuide: true,
    },
    {
      id: 'cache-aside',
      label: 'Cache-aside',
      help: 'The app asks the levels, then the database, and stores what it got; after a write the copies go.',
    },
    {
      id: 'read-through',
      label: 'Read-through',
      help: 'One load for all who wait for a key; after a write the copies go.',
    },
    {
      id: 'write-through',
      label: 'Write-through',
      help: 'Every write goes to the database and then into the shared cache.',
    },
    {
      id: 'write-behind',
      label: 'Write-behind',
      help: 'Writes are acknowledged by the shared cache; a flusher brings them to the database later.',
    },
    {
      id: 'write-around',
      label: 'Write-around',
      help: 'Writes go to the database alone; copies stay until they end.',
    },
  ],
  parameters,
  actions: [
    { id: 'read', label: 'Read k1', on: 'client', help: 'One of these users asks for k1.' },
    { id: 'write', label: 'Write k1', on: 'client', help: 'One of these users writes a new value of k1.' },
  ],
  presets,
}

export default meta
