import { scanOf, scanRows } from '../../components/database-requests'
import type { Process } from '../../kernel/process'
import { isSuccess } from '../../network/message'
import type { Node } from '../../network/node'
import { rowKeys } from './meta-keys'
import { App, type AppParts } from './model-app'
import { GuideCache } from './model-guide'
import { DATABASE, Loader } from './model-loader'
import * as marks from './model-marks'
import { MemoryLevel } from './model-memory'
import type { Plan } from './model-plan'
import { Reader } from './model-reader'
import { SharedLevel } from './model-shared'
import { Writer } from './model-writer'

export function buildApp(plan: Plan, name: string, isFirst: boolean): void {
  const { world, values, settings } = plan
  const isWarm = isFirst && values.flag('warm')
  world.node(name, 'app', (node) => new App(node, partsOf(plan, node, isWarm), settings, plan.witness))
}

function partsOf(plan: Plan, node: Node, isWarm: boolean): AppParts {
  const { values, settings, witness, pictures } = plan
  const memory = settings.hasMemory ? new MemoryLevel(node, values.number('memory'), witness, pictures) : null
  if (settings.policy === 'guide') {
    const guide = new GuideCache(node, memory, settings, witness)
    const parts = {
      memory,
      read: (key: string) => guide.read(key),
      write: (key: string, value: string) => guide.write(key, value),
    }
    return isWarm ? { ...parts, warmUp: () => warmUp(plan, node, (key, value) => guide.fillAll(key, value)) } : parts
  }
  const loader = new Loader(node, settings, witness)
  const levels = { memory, shared: settings.hasShared ? new SharedLevel(node, settings) : null, loader }
  const reader = new Reader(node, levels, settings)
  const writer = new Writer(node, levels, reader, settings, witness)
  const parts = {
    memory,
    read: (key: string) => reader.read(key),
    write: (key: string, value: string) => writer.write(key, value),
    outdate: (key: string) => reader.outdate(key),
  }
  const fill = (key: string, value: string, version: number) => reader.keep(key, loader.written(value, version), null)
  return isWarm ? { ...parts, warmUp: () => warmUp(plan, node, fill) } : parts
}

/** A deploy reads the whole table at once and fills the levels with it. */
function* warmUp(
  { settings, values }: Plan,
  node: Node,
  fill: (key: string, value: string, version: number) => Process<unknown>,
): Process<void> {
  const reply = yield* node.request(DATABASE, scanRows('k', 'l', rowKeys(values).length))
  if (reply.kind === 'failed' || !isSuccess(reply)) return
  const { rows } = scanOf(reply.response)
  node.mark(marks.warmed, { count: rows.length, life: settings.ttl })
  yield* node.all(rows.map(({ key, value, version }) => fill(key, String(value), version)))
}
