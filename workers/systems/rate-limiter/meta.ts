import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'rate-limiter',
  title: 'Rate limiter',
  question: 'How much gets through at the worst moment?',
  summary:
    'A limiter lets pass what its limit allows and answers 429 to the rest. Send bursts around the edge of a window, poll greedily, let a herd come back, and see what each algorithm really promises.',
  section: 'Interview questions',
  tags: ['token bucket', 'GCRA', 'leaky bucket', 'fixed window', 'sliding window', 'Retry-After', '429'],
  revision: 1,
  horizonMicros: 5_000_000,
  seed: 7,
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'A token bucket that rounds its refill down and forgets the rest, one a name for ever, without Retry-After.',
      asInGuide: true,
    },
    {
      id: 'token-bucket',
      label: 'Token bucket',
      help: 'Exact in whole numbers: a burst, then the rate. Tells how long to wait.',
    },
    { id: 'gcra', label: 'GCRA', help: 'One time a key, the theoretical arrival; decides as the token bucket does.' },
    { id: 'leaky-meter', label: 'Leaky meter', help: 'Water that leaks at the rate; what would overflow is refused.' },
    {
      id: 'leaky-shaper',
      label: 'Leaky shaper',
      help: 'A queue that lets one out at each interval: bursts become delay.',
    },
    { id: 'fixed-window', label: 'Fixed window', help: 'A count that starts anew with each window of the clock.' },
    { id: 'sliding-log', label: 'Sliding log', help: 'The time of each unit that passed in the last window.' },
    {
      id: 'sliding-counter',
      label: 'Sliding counter',
      help: 'Two counts: the window before counts by the share of it that is still covered.',
    },
    { id: 'concurrency', label: 'Concurrency', help: 'Bounds how many are open at once, whatever their rate.' },
    { id: 'multi-rate', label: 'Two rates', help: 'A short and a long token bucket; a request needs both.' },
    {
      id: 'side-by-side',
      label: 'Side by side',
      help: 'Seven limiters are asked about every request; the gateway obeys one of them.',
    },
  ],
  parameters,
  actions: [
    {
      id: 'clock-back',
      label: 'Set its clock back',
      on: 'limiter',
      help: 'The clock of the machine steps back by a minute, as a time server may do.',
    },
  ],
  picture: { preset: 'burst-then-slope', node: 'limiter' },
  presets,
}

export default meta
