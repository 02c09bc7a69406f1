import type { Kernel } from './kernel'
import type { Occurrence } from './process'
import type { Owner } from './task'
import type { Micros } from './time'
import { Timer } from './waits'

interface Member {
  readonly customer: Occurrence
  /** What all in service will have been given since the beginning when this one is done, in work at normal speed. */
  readonly end: number
}

/**
 * Lets those who are served at once advance at one common speed, which follows from how many they are. What each is given
 * is the same for all, so one running sum and one timer are enough, for the one that ends first (virtual time, as in
 * Parekh and Gallager, "A Generalized Processor Sharing Approach to Flow Control", 1993).
 */
export class SharedPace {
  /** In the order in which they end. */
  private readonly members: Member[] = []
  private given = 0
  private since: Micros = 0
  private timer: Timer | null = null

  constructor(
    private readonly kernel: Kernel,
    private readonly owner: Owner,
    private readonly slowdownAt: (inService: number) => number,
  ) {}

  begin(customer: Occurrence, workMicros: Micros): void {
    this.catchUp()
    const end = this.given + workMicros
    let place = this.members.length
    while (place > 0 && (this.members[place - 1] as Member).end > end) place--
    this.members.splice(place, 0, { customer, end })
    this.waitForFirst()
  }

  /** It goes away before its work is done. */
  end(customer: Occurrence): void {
    this.catchUp()
    const place = this.members.findIndex((member) => member.customer === customer)
    if (place >= 0) this.members.splice(place, 1)
    this.waitForFirst()
  }

  private catchUp(): void {
    const { members, kernel } = this
    if (members.length === 0) this.given = 0
    else this.given += (kernel.now - this.since) / this.slowdownAt(members.length)
    this.since = kernel.now
  }

  private waitForFirst(): void {
    this.timer?.cancel()
    const first = this.members[0]
    if (first === undefined) return
    this.timer = new Timer(this.owner, () => this.finish(first))
    const left = Math.max(0, first.end - this.given)
    this.kernel.schedule(Math.round(left * this.slowdownAt(this.members.length)), this.timer)
  }

  private finish(first: Member): void {
    this.catchUp()
    this.members.shift()
    this.waitForFirst()
    first.customer.happen()
  }
}
