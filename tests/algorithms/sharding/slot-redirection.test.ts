import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keySlot, slotCount } from '../../../workers/algorithms/hashing/redis-slots'
import { type SlotAnswer, SlotRedirection } from '../../../workers/algorithms/sharding/slot-redirection'
import { encodeCommand } from '../../../workers/network/redis/resp-encoder'
import { RealConnection } from '../../network/redis/differential/real-connection'
import { findRedis, type RealRedis, startRedis } from '../../tools/real-redis.mjs'

const MINE = 5461
const BOUND = 16_000
const ADDRESS = '127.0.0.1:7002'

function fresh(): SlotRedirection {
  const owners = Array.from({ length: slotCount }, (_, slot) => (slot < MINE ? 'me' : slot < BOUND ? 'other' : null))
  return new SlotRedirection('me', owners)
}

/** Two tags whose slots are mine, two of the other node, one of nobody. */
const tags = [
  ...tagsWhere((slot) => slot < MINE).slice(0, 2),
  ...tagsWhere((slot) => slot >= MINE && slot < BOUND).slice(0, 2),
  ...tagsWhere((slot) => slot >= BOUND).slice(0, 1),
]
const keys = tags.flatMap((tag) => [`{${tag}}:a`, `{${tag}}:b`])

function tagsWhere(suits: (slot: number) => boolean): string[] {
  return Array.from({ length: 500 }, (_, index) => `tag${index}`).filter((tag) => suits(keySlot(tag)))
}

describe('a node of a cluster', () => {
  it('needs to know all slots', () => {
    expect(() => new SlotRedirection('me', ['me'])).toThrow('A cluster has 16384 slots, not 1.')
  })

  it('sends a key once it has gone ahead after it, and for good when its slot has', () => {
    const slots = fresh()
    const [key = ''] = keys
    const slot = keySlot(key)
    expect(slots.route([key], () => false, false)).toEqual({ kind: 'serve' })
    slots.leaves(slot, 'other')
    expect(slots.route([key], () => true, false)).toEqual({ kind: 'serve' })
    expect(slots.route([key], () => false, false)).toEqual({ kind: 'ask', slot, to: 'other' })
    slots.settles(slot, 'other')
    expect(slots.route([key], () => false, false)).toEqual({ kind: 'moved', slot, to: 'other' })
    expect(slots.moving).toBe(0)
  })
})

/*
 * The same keys, slots and commands go to a real redis-server in cluster mode, whose nodes.conf tells it of another node.
 */
const found = findRedis()
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''
const START_MICROS = 1_700_000_000_000_000
const OTHER_ID = 'b'.repeat(40)
const NODES = `${'a'.repeat(40)} 127.0.0.1:0@17479 myself,master - 0 0 1 connected 0-${MINE - 1}
${OTHER_ID} ${ADDRESS}@17002 master - 0 0 2 connected ${MINE}-${BOUND - 1}
vars currentEpoch 2 lastVoteEpoch 0
`

let real: RealRedis
let folder: string
let connection: RealConnection
beforeAll(async () => {
  if ('missing' in found) return
  folder = mkdtempSync(join(tmpdir(), 'sandtable-cluster-'))
  const file = join(folder, 'nodes.conf')
  writeFileSync(file, NODES)
  const clock = fileURLToPath(new URL('../../network/redis/differential/virtual-clock.c', import.meta.url))
  const settings = ['--cluster-enabled', 'yes', '--cluster-config-file', file, '--cluster-port', '17479']
  const lenient = ['--cluster-require-full-coverage', 'no', '--cluster-node-timeout', '3600000']
  real = await startRedis(found.command, clock, [...settings, ...lenient])
  real.setClock(START_MICROS)
  connection = await RealConnection.open(real.socketPath)
  // A primary that has just started takes no commands for two seconds of its clock, which it reads ten times a second.
  for (let turn = 0; turn < 400 && !(await ask('CLUSTER', 'INFO')).includes('cluster_state:ok'); turn++) {
    real.setClock(START_MICROS + turn * 200_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})
afterAll(() => {
  connection?.close()
  real?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

async function ask(...argv: string[]): Promise<string> {
  connection.send(encodeCommand(argv))
  const [reply = ''] = await connection.take(1)
  return reply
}

type Step =
  | { readonly kind: 'slot'; readonly key: string; readonly to: 'leaves' | 'comes' | 'stays' | 'changes' }
  | { readonly kind: 'set' | 'delete'; readonly key: string; readonly isAsking: boolean }
  | { readonly kind: 'read'; readonly keys: readonly string[]; readonly isAsking: boolean }

const anyKey = fc.constantFrom(...keys)
const bothOfATag = fc.constantFrom(...tags).map((tag) => [`{${tag}}:a`, `{${tag}}:b`])
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('slot' as const),
    key: anyKey,
    to: fc.constantFrom('leaves' as const, 'comes' as const, 'stays' as const, 'changes' as const),
  }),
  fc.record({ kind: fc.constantFrom('set' as const, 'delete' as const), key: anyKey, isAsking: fc.boolean() }),
  fc.record({
    kind: fc.constant('read' as const),
    keys: fc.oneof(fc.array(anyKey, { minLength: 1, maxLength: 3 }), bothOfATag),
    isAsking: fc.boolean(),
  }),
)

describe.skipIf(skipped !== '')(`beside a real redis-server in cluster mode${skipped}`, () => {
  it('gives 2,000 keys the slots of CLUSTER KEYSLOT', async () => {
    const samples = fc.sample(fc.string({ unit: fc.constantFrom('a', 'b', '{', '}', 'é', ':', '1') }), {
      seed: 7,
      numRuns: 2_000,
    })
    connection.send(samples.map((key) => encodeCommand(['CLUSTER', 'KEYSLOT', bytesOf(key)])).join(''))
    expect(await connection.take(samples.length)).toEqual(samples.map((key) => `:${keySlot(key)}\r\n`))
  })

  it('serves, sends on, asks for patience and refuses alike, whatever slots come and go', async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
        const slots = fresh()
        const held = new Set<string>()
        await reset()
        for (const each of steps) {
          if (each.kind === 'slot') await move(slots, held, each)
          else {
            const [answer, reply] = await command(slots, held, each)
            seen.set(answer.kind, (seen.get(answer.kind) ?? 0) + 1)
            expect(kindOf(reply), JSON.stringify(each)).toEqual(answer)
          }
        }
      }),
      { seed: 11, numRuns: 60 },
    )
    for (const kind of ['serve', 'moved', 'ask', 'try again', 'cross slot', 'unbound'])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20)
  }, 30_000)
})

/** The real server as at its start. */
async function reset(): Promise<void> {
  await ask('FLUSHALL')
  for (const tag of tags) {
    const slot = keySlot(tag)
    await ask('CLUSTER', 'SETSLOT', `${slot}`, 'STABLE')
    await ask('CLUSTER', 'DELSLOTS', `${slot}`)
    if (slot < MINE) await ask('CLUSTER', 'ADDSLOTS', `${slot}`)
    else if (slot < BOUND) await ask('CLUSTER', 'SETSLOT', `${slot}`, 'NODE', OTHER_ID)
  }
}

/** Moves that Redis allows; it refuses all others. */
async function move(slots: SlotRedirection, held: ReadonlySet<string>, { key, to }: Step & { kind: 'slot' }) {
  const slot = keySlot(key)
  const isMine = slots.owner(slot) === 'me'
  const setSlot = (...words: string[]): Promise<string> => ask('CLUSTER', 'SETSLOT', `${slot}`, ...words)
  if (to === 'leaves' && isMine) {
    slots.leaves(slot, 'other')
    expect(await setSlot('MIGRATING', OTHER_ID)).toBe('+OK\r\n')
  } else if (to === 'comes' && slots.owner(slot) === 'other') {
    slots.comes(slot, 'other')
    expect(await setSlot('IMPORTING', OTHER_ID)).toBe('+OK\r\n')
  } else if (to === 'stays') {
    slots.settles(slot, slots.owner(slot))
    expect(await setSlot('STABLE')).toBe('+OK\r\n')
  } else if (to === 'changes' && isMine && ![...held].some((each) => keySlot(each) === slot)) {
    slots.settles(slot, 'other')
    expect(await setSlot('NODE', OTHER_ID)).toBe('+OK\r\n')
  } else if (
    to === 'changes' &&
    slots.owner(slot) === 'other' &&
    slots.route([key], () => true, true).kind === 'serve'
  ) {
    slots.settles(slot, 'me')
    expect(await setSlot('NODE', 'a'.repeat(40))).toBe('+OK\r\n')
  }
}

async function command(
  slots: SlotRedirection,
  held: Set<string>,
  each: Exclude<Step, { kind: 'slot' }>,
): Promise<[SlotAnswer, string]> {
  const asked = each.kind === 'read' ? each.keys : [each.key]
  const answer = slots.route(asked, (key) => held.has(key), each.isAsking)
  if (each.isAsking) await ask('ASKING')
  if (each.kind === 'read') return [answer, await ask('MGET', ...asked)]
  const reply = each.kind === 'set' ? await ask('SET', each.key, '1') : await ask('DEL', each.key)
  if (answer.kind === 'serve') {
    if (each.kind === 'set') held.add(each.key)
    else held.delete(each.key)
  }
  return [answer, reply]
}

/** A text as its bytes in UTF-8, a character each. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function kindOf(reply: string): SlotAnswer {
  const [word = '', slot = '', address = ''] = reply.trim().slice(1).split(' ')
  if (!reply.startsWith('-')) return { kind: 'serve' }
  if (word === 'TRYAGAIN') return { kind: 'try again' }
  if (word === 'CROSSSLOT') return { kind: 'cross slot' }
  if (reply.includes('Hash slot not served')) return { kind: 'unbound' }
  if ((word === 'MOVED' || word === 'ASK') && address === ADDRESS)
    return { kind: word === 'MOVED' ? 'moved' : 'ask', slot: Number(slot), to: 'other' }
  throw new Error(`Redis answers ${reply}`)
}
