import type { Process } from '../kernel/process'
import type { Node } from '../network/node'
import { Signal } from './signal'

/** Lets processes of a node do something one after the other, in the order in which they came. */
export class Turns {
  private readonly freed: Signal
  private isTaken = false

  constructor(node: Node, what: string) {
    this.freed = new Signal(node, `its turn ${what}`)
  }

  *take(): Process {
    while (this.isTaken) yield* this.freed.next()
    this.isTaken = true
  }

  /** Whoever waits longest is next. */
  give(): void {
    this.isTaken = false
    this.freed.fire()
  }
}
