import type { Option } from '../../scenario/parameters'

/** Which keys are asked for, in which order. */
export type Workload = 'zipf' | 'loop' | 'scan' | 'shift'

export const WORKLOADS: readonly Option[] = [
  { id: 'zipf', label: 'Zipf', help: 'A few keys are popular, most are not, and that never changes.' },
  { id: 'loop', label: 'Loop', help: 'The same keys in the same order, round and round.' },
  {
    id: 'scan',
    label: 'Zipf with scans',
    help: 'At the end of every period a scan reads new keys, each once, between the usual requests.',
  },
  { id: 'shift', label: 'Shifting popularity', help: 'Zipf, but in every period other keys are the popular ones.' },
]
