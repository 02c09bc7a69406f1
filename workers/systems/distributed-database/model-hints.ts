import type { Process } from '../../kernel/process'
import { isSuccess } from '../../network/message'
import type { Node } from '../../network/node'
import type { Copies, Hint } from './model-copies'
import * as marks from './model-marks'
import { put } from './model-messages'
import type { ReplicaOptions } from './model-replica'

/** Work of taking a row over. */
const TAKE_MICROS = 200

/**
 * Hinted handoff (Dynamo, SOSP 2007, §4.6): from time to time a node tries to hand over what it keeps for others, and
 * forgets it once the other one has it.
 */
export function* handHints(node: Node, copies: Copies, options: ReplicaOptions): Process {
  const disk = copies.disk(node.name)
  for (;;) {
    yield* node.sleep(options.hintsEveryMicros)
    const targets = [...new Set(disk.hints.map(({ keptFor }) => keptFor))]
    yield* node.all(targets.map((target) => handTo(target)))
  }

  function* handTo(target: string): Process {
    const kept = disk.hints.filter(({ keptFor }) => keptFor === target)
    let handed = 0
    for (const hint of kept) {
      const { timeoutMicros } = options
      const reply = yield* node.request(target, put(hint.key, hint.row, TAKE_MICROS), { timeoutMicros })
      if (!isSuccess(reply)) break
      forget(hint)
      handed++
    }
    if (handed > 0) node.mark(marks.hintsHanded, { node: node.name, target, rows: handed, left: kept.length - handed })
  }

  function forget(hint: Hint): void {
    disk.hints = disk.hints.filter((each) => each !== hint)
    copies.changed(hint.key, node.name)
  }
}
