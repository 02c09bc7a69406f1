/** @throws RangeError unless the weight is a positive number */
export function checkWeight(node: string, weight: number): void {
  if (!(weight > 0 && weight < Infinity))
    throw new RangeError(`The weight of ${node} must be a positive number, not ${weight}`)
}

/** @throws RangeError unless the weight is a whole number from 1 to `most` */
export function checkWholeWeight(node: string, weight: number, most: number): void {
  if (!(Number.isInteger(weight) && weight >= 1 && weight <= most)) {
    throw new RangeError(`The weight of ${node} must be a whole number from 1 to ${most}, not ${weight}`)
  }
}
