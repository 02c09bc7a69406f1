import { pow } from '../../kernel/maths'

/**
 * Price of a machine that is `size` times as large as the smallest one: price · size^exponent. Above 1 the exponent makes
 * large machines dearer for what they do; many clouds charge in proportion (exponent 1) up to some size.
 * @throws RangeError when the size is below 1 or the exponent is not above 0
 */
export function priceOfSize(price: number, size: number, exponent: number): number {
  if (!(size >= 1 && exponent > 0))
    throw new RangeError(`A size is from 1 and an exponent above 0, not ${size} and ${exponent}.`)
  return price * pow(size, exponent)
}

/** What a million requests cost when `served` requests were served while so much was paid; Infinity before the first. */
export function pricePerMillion(paid: number, served: number): number {
  return served === 0 ? Number.POSITIVE_INFINITY : (paid / served) * 1_000_000
}
