import type { Preset } from '../system'

const CHANGE_AT = 3_000_000
const TELLING = CHANGE_AT + 40_000

export const presets: readonly Preset[] = [
  {
    id: 'add-modulo',
    title: 'Add a node, by modulo',
    variant: 'modulo',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch: 'cache-5 joins after 3 s and nearly every key gets another node.',
    claims: [],
  },
]
