/**
 * Queues of Poisson arrivals and exponential service with c workers (M/M/c): Erlang, “Solution of Some Problems in the
 * Theory of Probabilities of Significance in Automatic Telephone Exchanges” (1917); Kleinrock, Queueing Systems I, 3.5.
 * `offered` is a = λ · S in Erlangs: arrivals during a mean service, so a / c is the utilisation.
 */

/** The share of customers that find all workers busy when nobody may wait (Erlang B). */
export function erlangB(workers: number, offered: number): number {
  checkQueue(workers, offered)
  let blocked = 1
  for (let count = 1; count <= workers; count++) blocked = (offered * blocked) / (count + offered * blocked)
  return blocked
}

/** The share of customers that have to wait in one queue without a bound (Erlang C); 1 when a ≥ c. */
export function erlangC(workers: number, offered: number): number {
  const blocked = erlangB(workers, offered)
  if (offered >= workers) return 1
  return (workers * blocked) / (workers - offered * (1 - blocked))
}

/** Mean wait before the service in multiples of the mean service; Infinity when a ≥ c. */
export function meanWait(workers: number, offered: number): number {
  const waits = erlangC(workers, offered)
  return offered >= workers ? Number.POSITIVE_INFINITY : waits / (workers - offered)
}

/** Mean time from arrival to the end of the service in multiples of the mean service; Infinity when a ≥ c. */
export function meanResponse(workers: number, offered: number): number {
  return 1 + meanWait(workers, offered)
}

function checkQueue(workers: number, offered: number): void {
  if (!(Number.isInteger(workers) && workers >= 1))
    throw new RangeError(`A queue has a whole number of workers from 1, not ${workers}.`)
  if (!(offered >= 0 && offered < Number.POSITIVE_INFINITY))
    throw new RangeError(`The offered load is a number from 0, not ${offered}.`)
}
