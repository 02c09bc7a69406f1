import { type Quantity, quantityText } from '../../../workers/systems/law'

/** `= 0 hits`, `≤ 20 units`, `5.66 ± 2.26 × the work`, `2.61, from 2.35 to 5 × the work` */
export function boundsText({ law, low, high, unit }: Quantity): string {
  if (low === high) return `= ${quantityText(law, unit)}`
  if (low === Number.NEGATIVE_INFINITY) return `≤ ${quantityText(high, unit)}`
  if (high === Number.POSITIVE_INFINITY) return `≥ ${quantityText(low, unit)}`
  const isEven = Math.abs(high - law - (law - low)) <= 1e-9 * Math.max(Math.abs(high), Math.abs(low))
  return isEven
    ? `${bare(law, unit)} ± ${quantityText(high - law, unit)}`
    : `${bare(law, unit)}, from ${bare(low, unit)} to ${quantityText(high, unit)}`
}

/** Without its unit, where that follows once behind the last number. */
function bare(value: number, unit: string): string {
  return quantityText(value, unit === '%' || unit === 'µs' ? unit : '')
}

/** Where things stand on a bar, from 0 to 1. */
export interface LawScale {
  readonly from: number
  readonly to: number
  readonly law: number
  readonly value: number
}

/** Room beside the bounds, as a share of the distance between them, in which a value outside is seen. */
const MARGIN = 0.25

/** The bar of a law with two bounds; null for one that is exact or open to a side, which its text tells better. */
export function lawScale({ value, law, low, high }: Quantity): LawScale | null {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low === high) return null
  const width = (high - low) * (1 + 2 * MARGIN)
  const at = (number: number): number => (number - low) / width + MARGIN / (1 + 2 * MARGIN)
  return { from: at(low), to: at(high), law: at(law), value: Math.min(1, Math.max(0, at(value))) }
}
