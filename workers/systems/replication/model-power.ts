import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Fact, Node } from '../../network/node'
import * as marks from './model-marks'
import { answer, bodyOfRequest, type PowerCall } from './model-messages'

/** How long a machine needs until it is surely off. */
const OFF_MICROS = 20_000

/** Switches machines off over a line of its own (STONITH: shoot the other node in the head). Somebody has to start them again. */
export class PowerSwitch implements Component {
  private readonly off: Fact

  constructor(private readonly node: Node) {
    this.off = node.fact('off')
    this.off.set('nobody')
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    const { off } = bodyOfRequest<PowerCall>(request)
    yield* node.sleep(OFF_MICROS)
    node.mark(marks.switchedOff, { power: node.name, node: off })
    this.off.set(off)
    node.network.node(off)?.crash()
    return answer(null)
  }
}
