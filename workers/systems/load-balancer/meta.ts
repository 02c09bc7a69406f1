import type { SystemMeta } from '../system'
import { PARAMETERS } from './meta-parameters'
import { FAULT_PRESETS } from './meta-presets-faults'
import { LOAD_PRESETS } from './meta-presets-load'
import { OPERATION_PRESETS } from './meta-presets-operation'

const meta: SystemMeta = {
  id: 'load-balancer',
  title: 'Load balancer',
  question: 'Who gets the next request?',
  summary:
    'Clients ask through one balancer; servers with workers and queues answer. Choose how it chooses, make a server slow, let it fail fast, drain it, or let its health page lie.',
  section: 'Fundamentals',
  tags: [
    'scaling',
    'queueing',
    'health checks',
    'round-robin',
    'least connections',
    'power of two choices',
    'outlier ejection',
    'slow start',
    'draining',
    'affinity',
  ],
  revision: 1,
  horizonMicros: 10_000_000,
  seed: 7,
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'A counter modulo the healthy servers; one probe decides health, and a probe waits for ever.',
      asInGuide: true,
    },
    {
      id: 'guide-least',
      label: 'Least connections, as in the guide',
      help: 'The server with the fewest active connections, where nothing ever counts a connection.',
      asInGuide: true,
    },
    { id: 'round-robin', label: 'Round-robin', help: 'In turn, leaving out servers that are not healthy.' },
    { id: 'weighted', label: 'Weighted', help: 'Smooth weighted round-robin: in turn by weight, spread evenly.' },
    { id: 'least', label: 'Least connections', help: 'The server with the fewest open requests; ties by lot.' },
    { id: 'two-choices', label: 'Two choices', help: 'Two servers drawn by lot; the one with fewer open requests.' },
    { id: 'random', label: 'Random', help: 'A healthy server by lot.' },
    { id: 'sticky', label: 'By user', help: 'The same server for the same user, through Maglev’s lookup table.' },
  ],
  parameters: PARAMETERS,
  actions: [
    {
      id: 'fail-fast',
      label: 'Fail fast',
      on: 'server',
      help: 'It answers every request with 503 after 1 ms; its health page says it is well.',
    },
    { id: 'flap', label: 'Flap', on: 'server', help: 'Every second health probe is answered with 503.' },
    {
      id: 'look-ill',
      label: 'Look ill',
      on: 'server',
      help: 'It serves well, and its health page always says 503.',
    },
    { id: 'recover', label: 'Recover', on: 'server', help: 'It behaves again.' },
    { id: 'drain', label: 'Drain', on: 'server', help: 'It gets nothing new; what is open there may end.' },
    { id: 'put-back', label: 'Put back', on: 'server', help: 'A drained server gets requests again.' },
  ],
  picture: { preset: 'slow-server', node: 'lb' },
  presets: [...LOAD_PRESETS, ...FAULT_PRESETS, ...OPERATION_PRESETS],
}

export default meta
