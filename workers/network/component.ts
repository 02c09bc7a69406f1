import type { Process } from '../kernel/process'
import type { Request, Response } from './message'
import type { Node } from './node'

/**
 * What runs on a node. A new one is made when the node starts and again when it restarts, so fields are memory that a
 * crash wipes; what survives is kept by the closure of the factory, which says so.
 */
export interface Component {
  /** Background work, from each start on. */
  start?(): Process
  /** Answers one request. It runs as a process of its own. */
  handle?(request: Request): Process<Response>
  /** The share of normal speed has changed: work takes `factor` times as long. */
  slowdown?(factor: number): void
}

export type ComponentFactory = (node: Node) => Component
