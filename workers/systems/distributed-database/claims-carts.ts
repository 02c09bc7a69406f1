import { countMarks, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { breach, copiesBehind } from './claims-measures'
import { ALL_EQUAL, EVERY_ITEM } from './meta-checks'
import { HEAL_AT } from './meta-script'

export const carts: Claims = {
  'drops-items': {
    sentence: 'At least five acknowledged items are in no cart at the end.',
    measure(trace) {
      const found = trace.breaches.find(({ check }) => check === EVERY_ITEM)
      return { holds: Number.parseInt(found?.sentence ?? '0', 10) >= 5, measured: found?.sentence ?? 'none is lost' }
    },
  },
  'keeps-every-item': {
    sentence: 'Every acknowledged item is in its cart at the end, and at least 80 were acknowledged.',
    measure(trace) {
      const written = countMarks(trace, 'quorum/written')
      return { holds: breach(trace, EVERY_ITEM, false).holds && written >= 80, measured: `${written} items` }
    },
  },
  'keeps-siblings': {
    sentence: 'After the heal nodes keep siblings of at least two carts, and a later write merges each of them.',
    measure(trace) {
      const keysOf = (name: string) => [
        ...new Set(marksOf(trace, name, HEAL_AT).map(({ details }) => String(details.key))),
      ]
      const [parted, merged] = [keysOf('replica/siblings'), keysOf('cart/merged')]
      return {
        holds: parted.length >= 2 && parted.every((key) => merged.includes(key)),
        measured: `${parted.length} carts have siblings, ${merged.length} are merged`,
      }
    },
  },
  'carts-end-equal': {
    sentence: 'At the end all copies of every cart are alike, in every byte.',
    measure(trace) {
      const behind = copiesBehind(trace)
      const during = copiesBehind(trace, HEAL_AT)
      return {
        holds: breach(trace, ALL_EQUAL, false).holds && behind === 0 && during > 0,
        measured: `${behind} behind at the end, ${during} at the heal`,
      }
    },
  },
}
