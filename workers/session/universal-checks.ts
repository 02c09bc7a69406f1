import type { Check } from '../network/check'
import type { World } from '../network/world'

/** Checks that every run of every system keeps. */
export const UNIVERSAL_CHECKS: readonly Check[] = [
  {
    name: 'Every request ends once',
    end: ({ ledger }: World) => {
      if (ledger.stray > 0) return `${ledger.stray} requests ended that were not open.`
      const missing = ledger.opened - ledger.closed - ledger.open
      return missing === 0 ? null : `${missing} requests are neither open nor ended.`
    },
  },
  {
    // Little, "A Proof for the Queuing Formula: L = λW" (Operations Research 9, 1961): both sides are the same sum, taken
    // once over time and once over requests, so they agree to the microsecond. Requests still open count up to the end.
    name: 'Little’s law: the time integral of open requests equals the sum of their times',
    end: ({ ledger, kernel }: World) => {
      const { area, sojourns } = ledger.totals(kernel.now)
      return area === sojourns ? null : `The integral is ${area} µs and the sum is ${sojourns} µs.`
    },
  },
  {
    name: 'Every message arrives, is lost, or is still on its way',
    end: ({ network }: World) => {
      const wrong = network.links.find((link) => link.sent !== link.settled + link.flying)
      if (wrong === undefined) return null
      return `Link ${wrong.index} carried ${wrong.sent} messages, settled ${wrong.settled} and still has ${wrong.flying}.`
    },
  },
]
