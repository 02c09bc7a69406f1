import { formatDuration } from '../../kernel/time'
import { firstMark, marksOf } from '../../trace/marks'
import { atLeast, below, between, is } from '../choices'
import type { Lesson } from '../lesson'
import { afterLoss } from './claims-machines'

/** What happens when a part is gone. */
export const lastSteps: Lesson['steps'] = [
  {
    id: 'origin-down',
    title: 'Better old than nothing',
    text: [
      'The origin is down. RFC 5861 lets it say beforehand that an old copy may stand in for a while: stale-if-error. Without that, everything fails as soon as the last copy has expired.',
    ],
    setting: { preset: 'origin-down' },
    moment: { mark: 'http-cache/stale-on-error' },
    node: 'frankfurt',
    act: { kind: 'variant', label: 'Compare: nothing may be stale', variant: 'shield' },
    claims: ['stale-stands-in'],
  },
  {
    id: 'edge-down',
    title: 'When an edge is gone',
    text: [
      'With anycast the next edge takes over as soon as the routes have changed. It is farther away, but not cold: its own users have filled it.',
    ],
    setting: { preset: 'edge-down' },
    moment: { mark: 'node/crashed' },
    node: 'tokyo',
    act: { kind: 'set', label: 'Route by DNS instead', values: { routing: 'dns' } },
    prediction: {
      kind: 'choice',
      question: 'How long do requests of Tokyo fail?',
      choices: [
        { label: 'less than a second', holds: below(1) },
        { label: 'one second or more', holds: atLeast(1) },
      ],
      reveal: { mark: 'cdn/routed', from: 3_000_000 },
      answer(trace) {
        const crash = firstMark(trace, 'node/crashed')?.atMicros ?? 0
        const last = marksOf(trace, 'client/failed', crash).at(-1)?.atMicros ?? crash
        return {
          value: (last - crash) / 1_000_000,
          shown: `The last one fails ${formatDuration(last - crash)} after the crash.`,
          why: 'They fail until health checks have noticed, and with DNS until resolvers ask again.',
        }
      },
    },
    claims: ['rerouted', 'farther'],
  },
  {
    id: 'machines',
    title: 'Inside one edge',
    text: [
      'Behind the door of Frankfurt stand four machines. Each address has one of them, so together they hold four times as much. A cell is a page; it is filled where there is a copy.',
      'Then one machine is lost.',
    ],
    setting: { preset: 'machines-hash' },
    moment: { mark: 'node/crashed' },
    node: 'frankfurt',
    act: { kind: 'set', label: 'Choose by remainder instead', values: { spread: 'modulo' } },
    prediction: {
      kind: 'choice',
      question: 'How much of what is asked for afterwards is fetched from the origin once more?',
      choices: [
        { label: 'nothing: the other machines have it', holds: is('0') },
        { label: 'about a quarter', holds: between(0.1, 0.5) },
        { label: 'most of it', holds: atLeast(0.5) },
      ],
      reveal: { at: 7_000_000 },
      answer(trace) {
        const { again, refetched } = afterLoss(trace)
        return {
          value: refetched.size / again.size,
          shown: `${refetched.size} of ${again.size} pages are fetched once more.`,
          why: 'The highest score changes only for pages of the lost machine; a remainder changes for nearly all.',
        }
      },
    },
    claims: ['only-the-lost', 'each-once'],
  },
]
