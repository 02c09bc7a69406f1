import type { NumberParameter } from './parameter-text'

/** Positions of a slider: fine enough that a range of a few hundred values has a position each. */
export const SLIDER_STEPS = 1_000

/** The position of a value, from 0 to `SLIDER_STEPS`, on the parameter's own scale. */
export function positionOf(parameter: NumberParameter, value: number): number {
  const { min, max } = parameter
  if (max <= min) return 0
  const ratio = isLogarithmic(parameter)
    ? Math.log(value / floorOf(min)) / Math.log(max / floorOf(min))
    : (value - min) / (max - min)
  return Math.round(Math.min(1, Math.max(0, ratio)) * SLIDER_STEPS)
}

/** The value at a position: a whole number in range; a logarithmic scale gives two significant digits between its ends. */
export function valueAt(parameter: NumberParameter, position: number): number {
  const { min, max } = parameter
  const ratio = position / SLIDER_STEPS
  if (ratio <= 0) return min
  if (ratio >= 1) return max
  if (!isLogarithmic(parameter)) return Math.round(min + ratio * (max - min))
  const exact = floorOf(min) * (max / floorOf(min)) ** ratio
  return Math.min(max, Math.max(min, twoDigits(exact)))
}

/** The next value that differs, for an arrow key; a slider position may be finer or coarser than a value. */
export function neighbour(parameter: NumberParameter, value: number, direction: 1 | -1): number {
  const start = positionOf(parameter, value)
  for (let position = start + direction; position >= 0 && position <= SLIDER_STEPS; position += direction) {
    const next = valueAt(parameter, position)
    if (direction === 1 ? next > value : next < value) return next
  }
  return direction === 1 ? parameter.max : parameter.min
}

function isLogarithmic(parameter: NumberParameter): boolean {
  return parameter.kind !== 'hundredths' && parameter.scale === 'log'
}

/** A logarithmic scale cannot begin at nothing, so it begins at one. */
function floorOf(min: number): number {
  return Math.max(1, min)
}

function twoDigits(value: number): number {
  let unit = 1
  while (value / unit >= 100) unit *= 10
  return Math.round(value / unit) * unit
}
