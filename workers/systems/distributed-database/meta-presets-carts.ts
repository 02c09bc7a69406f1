import type { Preset } from '../system'
import { EVERY_ITEM } from './meta-checks'
import { SPLIT } from './meta-script'

/** Few carts and slow traffic, so that one can follow each item. */
const CARTS = {
  data: 'carts',
  'stand-in': 'sloppy',
  keys: 4,
  zipf: 30,
  rps: 60,
  'share-writes': 60,
} as const

export const carts: readonly Preset[] = [
  {
    id: 'carts-lose',
    title: 'Two carts: the last write wins, and items are gone',
    topic: 'Two carts',
    variant: 'quorum',
    values: CARTS,
    script: SPLIT,
    openAt: 2_322_300,
    watch:
      'Each write puts one item into a cart. During the partition both sides fill their own copy of the same carts. After the heal one copy of each cart wins, whole, and what only the other one had is gone.',
    claims: ['drops-items', 'carts-end-equal'],
    breaks: [EVERY_ITEM],
  },
  {
    id: 'carts-merge',
    title: 'Two carts: siblings, and nothing is lost',
    variant: 'vectors',
    values: CARTS,
    script: SPLIT,
    openAt: 2_322_300,
    watch:
      'The same carts, items and partition. The version vectors of the two copies say that neither has seen the other, so both stay, until the next write reads both, merges them and replaces both.',
    claims: ['keeps-siblings', 'keeps-every-item', 'carts-end-equal'],
  },
]
