/** @throws {RangeError} when `time` is not a whole number of ticks that a double tells from its neighbours */
export function checkTime(time: number): void {
  if (!Number.isSafeInteger(time))
    throw new RangeError(`A timestamp is a whole number of ticks between −2^53 and 2^53, not ${time}.`)
}

/**
 * A span is half-open: it holds its beginning and not its end, so that neighbouring spans share no point.
 *
 * @throws {RangeError} when an end is no timestamp or nothing lies between them
 */
export function checkRange(from: number, to: number): void {
  checkTime(from)
  checkTime(to)
  if (from >= to) throw new RangeError(`A range ends after it begins; ${from} to ${to} is empty.`)
}

/**
 * @param most steps that an answer may have
 * @throws {RangeError} when the step is no whole number from 1 on, or so small that there are more than `most`
 */
export function checkStep(from: number, to: number, step: number, most: number): void {
  if (!(Number.isSafeInteger(step) && step > 0))
    throw new RangeError(`A step is a whole number of ticks from 1 on, not ${step}.`)
  const steps = Math.ceil((to - from) / step)
  if (steps > most)
    throw new RangeError(`An answer has at most ${most} steps; ${from} to ${to} by ${step} has ${steps}.`)
}
