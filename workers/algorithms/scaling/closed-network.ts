/**
 * A closed network of one station and a delay: so many customers are at the station or away, for a mean time each, and then
 * come back. It is the machine repair model with speeds that depend on how many are there (Kleinrock, Queueing Systems I
 * (1975), section 3.8; Lazowska and others, Quantitative System Performance (1984), section 8.2). Its product form needs
 * exponential work only where the station serves in order, not where it is shared evenly.
 *
 * @param awayMicros mean time away, from 0
 * @param rateAt departures a microsecond while n from 1 are at the station
 * @returns departures a microsecond
 */
export function closedThroughput(customers: number, awayMicros: number, rateAt: (present: number) => number): number {
  if (!(Number.isInteger(customers) && customers >= 1 && awayMicros >= 0))
    throw new RangeError(`There are customers from 1 and a time from 0, not ${customers} and ${awayMicros}.`)
  if (awayMicros === 0) return rateAt(customers)
  // Weights of how many are present, scaled so that none overflows: only their proportions matter.
  let [weight, all, flow] = [1, 1, 0]
  for (let present = 1; present <= customers; present++) {
    const rate = rateAt(present)
    weight *= (customers - present + 1) / (awayMicros * rate)
    all += weight
    flow += weight * rate
    if (all > LARGE) {
      weight /= LARGE
      all /= LARGE
      flow /= LARGE
    }
  }
  return flow / all
}

const LARGE = 1e100
