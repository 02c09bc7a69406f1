import CachePolicy from 'http-cache-semantics'
import { EPOCH_SECONDS } from '../../../../workers/network/http/http-date'
import { type RandomExchange, RECEIVED_AT } from './random-exchange'

/** Simulated time as the reference counts it. */
let now = 0

/** The types of the reference leave out that its clock may be replaced. */
class TimedPolicy extends CachePolicy {
  now(): number {
    return now / 1_000 + EPOCH_SECONDS * 1_000
  }
}

/** http-cache-semantics on simulated time; `age` replaces what the response says of its own age. */
export function referencePolicy({ kind, status, request, response }: RandomExchange, age?: number): CachePolicy {
  now = RECEIVED_AT
  const headers = age === undefined ? response : { ...response, age: String(age) }
  return new TimedPolicy(
    { method: 'GET', url: '/x', headers: request },
    { status, headers },
    { shared: kind === 'shared', immutableMinTimeToLive: 0 },
  )
}

/** Sets the moment that every policy reads. */
export function atMoment(moment: number): void {
  now = moment
}
