import { describe, expect, it } from 'vitest'
import type { Process } from '../workers/kernel/process'
import type { Component } from '../workers/network/component'
import type { Node } from '../workers/network/node'
import type { World } from '../workers/network/world'
import { presetScenario } from '../workers/scenario/preset-scenario'
import { startRun } from '../workers/session/run'
import { catalog } from '../workers/systems/catalog'
import { loadModel } from '../workers/systems/models'
import type { SystemModel } from '../workers/systems/system'
import { Trace } from '../workers/trace/trace'

const HORIZON = 500_000

/** Busy with itself: it draws lots, sleeps and shows what it drew, between the events of all others. */
class Hermit implements Component {
  constructor(private readonly node: Node) {}

  *start(): Process {
    const lots = this.node.random('lots')
    for (;;) {
      yield* this.node.sleep(1 + lots.integer(5_000))
      this.node.gauge('lot').set(lots.integer(100))
    }
  }
}

function addHermit(world: World): void {
  world.node('hermit', 'server', (node) => new Hermit(node))
}

describe.each(catalog.map((meta) => [meta.id, meta] as const))('%s', (id, meta) => {
  it('a node without links, added first or last, changes no hop of the others', async () => {
    const model = await loadModel(id)
    const preset = meta.presets[0]
    if (preset === undefined) throw new Error(`${id} has no preset`)
    const scenario = { ...presetScenario(meta, preset), horizonMicros: HORIZON }
    const hopsWith = (build: SystemModel['build']): string[] => hopsOf(startRun(scenario, { ...model, build }))
    const alone = hopsWith(model.build)
    expect(alone.length).toBeGreaterThan(20)
    const last = hopsWith((world, ...rest) => {
      model.build(world, ...rest)
      addHermit(world)
    })
    const first = hopsWith((world, ...rest) => {
      addHermit(world)
      model.build(world, ...rest)
    })
    expect(last).toEqual(alone)
    expect(first).toEqual(alone)
  })
})

/** Every hop in words, without the numbers of nodes and events. */
function hopsOf(run: ReturnType<typeof startRun>): string[] {
  const trace = new Trace(run.world.topology, HORIZON)
  while (trace.status.kind === 'running') trace.append(run.advance(10_000))
  expect(trace.status.kind).toBe('finished')
  const nameOf = (node: number) => trace.topology.nodes[node]?.name
  return Array.from({ length: trace.hopCount }, (_, index) => {
    const { from, to, kind, label, request, cause, sentMicros, dueMicros, fate } = trace.hop(index)
    return [nameOf(from), nameOf(to), kind, label, request, cause, sentMicros, dueMicros, fate].join(' ')
  })
}
