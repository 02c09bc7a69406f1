/** Figures as claims, laws and lessons tell them. */

/** `24.6 %` */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 1000) / 10} %`
}

/** A number with at most two decimals. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
