import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'distributed-rate-limiter',
  title: 'Distributed rate limiter',
  question: 'Can three servers keep one limit?',
  summary:
    'Servers behind a balancer ask one Redis whether a request may pass. Burst around the edge of a window, set their clocks apart, let Redis crash, and count what really arrives.',
  section: 'API design',
  tags: [
    'Redis',
    'rate limiting',
    'fixed window',
    'sliding window',
    'GCRA',
    'Lua',
    'clock skew',
    'fail open',
    'fail closed',
    'Retry-After',
    'hot key',
    '429',
  ],
  revision: 1,
  horizonMicros: 5_000_000,
  seed: 9,
  picture: { preset: 'boundary-guide', node: 'service' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'INCR and EXPIRE of a counter for each window of the server’s own clock, by address; 500 when Redis is away.',
      asInGuide: true,
    },
    {
      id: 'window',
      label: 'Window in Redis',
      help: 'A script counts; the window begins with a client’s first request and ends when Redis forgets the key.',
    },
    {
      id: 'sliding-log',
      label: 'Sliding log',
      help: 'A sorted set keeps the time of each request that passed in the last window: exact.',
    },
    {
      id: 'sliding-counter',
      label: 'Sliding counter',
      help: 'Two counts; the one before counts by the share of its window that is still covered.',
    },
    {
      id: 'gcra',
      label: 'GCRA',
      help: 'One time a client, the theoretical arrival: a burst, then the steady rate.',
    },
  ],
  parameters,
  actions: [
    {
      id: 'clock-ahead',
      label: 'Clock 10 s ahead',
      on: 'app',
      help: 'The clock of this server is set ahead, as by a wrong time server.',
    },
  ],
  presets,
}

export default meta
