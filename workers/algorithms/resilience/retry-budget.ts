/** A whole retry, in the hundredths in which tokens are kept. */
const RETRY = 100

/**
 * Retries as a share of calls (Google SRE, chapter 21: at most one retry in ten; Finagle's RetryBudget): every first call
 * pays `percent` hundredths of a token in, every retry takes a whole one out. Among n calls there are at most
 * burst + n · percent / 100 retries, so that a failing service sees 1.1 times the load and not four times.
 */
export class RetryBudget {
  /** In hundredths, so that no rounding adds up. */
  private balance: number

  /**
   * @param percent what a call allows, from 0 to 100
   * @param burst retries that may be saved up; this many are there at the start
   * @throws RangeError when one of them is no whole number in its range
   */
  constructor(
    readonly percent: number,
    readonly burst: number,
  ) {
    if (!(Number.isInteger(percent) && percent >= 0 && percent <= 100))
      throw new RangeError(`A retry budget is a whole percentage from 0 to 100, not ${percent}.`)
    if (!(Number.isSafeInteger(burst) && burst >= 0))
      throw new RangeError(`A retry budget saves up a whole number of retries from 0, not ${burst}.`)
    this.balance = burst * RETRY
  }

  /** Whole retries that are allowed now. */
  get retries(): number {
    return Math.floor(this.balance / RETRY)
  }

  /** A first call is made. */
  deposit(): void {
    this.balance = Math.min(this.burst * RETRY, this.balance + this.percent)
  }

  /** @returns whether a retry is allowed; then it is paid for. */
  withdraw(): boolean {
    if (this.balance < RETRY) return false
    this.balance -= RETRY
    return true
  }
}
