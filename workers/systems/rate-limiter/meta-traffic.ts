import type { Arrivals } from '../../components/workload'
import type { Option } from '../../scenario/parameters'

export type Traffic = Arrivals | 'boundary' | 'late-burst' | 'poll' | 'herd'

export const TRAFFIC: readonly Option[] = [
  { id: 'steady', label: 'Steady', help: 'Equal gaps between requests.' },
  { id: 'poisson', label: 'Poisson', help: 'Independent arrivals at a constant mean rate.' },
  { id: 'bursts', label: 'Bursts', help: 'Groups of 20 requests at once; the groups arrive as Poisson.' },
  {
    id: 'boundary',
    label: 'Around an edge',
    help: 'The limit just before a window ends and the limit just after, every third window.',
  },
  {
    id: 'late-burst',
    label: 'Late burst',
    help: 'The limit just before a window ends, then steady asking through the next, every third window.',
  },
  { id: 'poll', label: 'Polling', help: 'A greedy client asks again and again after the same time.' },
  { id: 'herd', label: 'Herd', help: 'Many requests at one moment, and again whenever they are told to come back.' },
]
