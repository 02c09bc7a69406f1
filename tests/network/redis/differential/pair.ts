import { RandomStream } from '../../../../workers/kernel/random'
import { Connection } from '../../../../workers/network/redis/connection'
import { Redis } from '../../../../workers/network/redis/redis'
import { encodeCommand } from '../../../../workers/network/redis/resp-encoder'
import type { RealRedis } from '../../../tools/real-redis.mjs'
import { inOrder, normalised, type Queued } from './differences'
import { RealConnection } from './real-connection'
import { splitReplies } from './reply-splitter'
import type { Mismatch, Step } from './step'

/** 2023-11-14 22:13:20 UTC. */
export const startMicros = 1_700_000_000_000_000

/** Clients of an episode; the last one speaks RESP3. */
export const clientCount = 3
/** Commands of one client at one moment go out together. */
const longestBatch = 64

interface Both {
  readonly real: RealConnection
  readonly own: Connection
  /** What ours has sent since the last comparison. */
  sent: string
  /** Commands that stand behind one that waits, and that one. Their replies come late. */
  waiting: (readonly string[])[]
}

export interface PairOptions {
  readonly prepare: (redis: Redis) => void
}

/**
 * Runs the same steps on a real server and on ours and compares every reply, byte for byte.
 *
 * @returns the first step at which they differ, or null
 */
export async function compare(real: RealRedis, steps: readonly Step[], options: PairOptions): Promise<Mismatch | null> {
  let now = startMicros
  real.setClock(now)
  const redis = new Redis({ nowMicros: () => now, random: RandomStream.named(1, 'redis') })
  redis.activeExpiry.isEnabled = false
  options.prepare(redis)
  const clients = await open(real, redis)
  try {
    for (let index = 0; index < steps.length; ) {
      const step = steps[index] as Step
      if (step.kind === 'clock') {
        now += step.micros
        real.setClock(now)
        await poke(clients)
        redis.tick()
        const found = await late(clients, index, step)
        if (found !== null) return found
        index++
        continue
      }
      const batch = batchAt(steps, index)
      const found = await runBatch(clients, batch, index)
      if (found !== null) return found
      index += batch.length
    }
    return null
  } finally {
    for (const { real: connection } of clients) connection.close()
  }
}

async function open(real: RealRedis, redis: Redis): Promise<Both[]> {
  const clients: Both[] = []
  for (let index = 0; index <= clientCount; index++) {
    const both: Both = {
      real: await RealConnection.open(real.socketPath),
      own: new Connection(redis, {
        send: (bytes) => {
          both.sent += bytes
        },
        end: () => {},
      }),
      sent: '',
      waiting: [],
    }
    clients.push(both)
  }
  const [control] = clients as [Both]
  for (const argv of [
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['FLUSHALL'],
    ['SCRIPT', 'FLUSH'],
    ['CONFIG', 'SET', 'notify-keyspace-events', ''],
  ]) {
    control.real.send(encodeCommand(argv))
  }
  await control.real.take(4)
  const last = clients[clientCount] as Both
  last.real.send(encodeCommand(['HELLO', '3']))
  await last.real.take(1)
  last.own.receive(encodeCommand(['HELLO', '3']))
  last.sent = ''
  return clients
}

type CommandStep = Extract<Step, { kind: 'command' }>

function batchAt(steps: readonly Step[], start: number): CommandStep[] {
  const first = steps[start] as CommandStep
  const batch: CommandStep[] = []
  for (let index = start; index < steps.length && batch.length < longestBatch; index++) {
    const step = steps[index] as Step
    if (step.kind !== 'command' || step.client !== first.client) break
    batch.push(step)
  }
  return batch
}

async function runBatch(
  clients: readonly Both[],
  batch: readonly CommandStep[],
  start: number,
): Promise<Mismatch | null> {
  const { client } = batch[0] as CommandStep
  const both = clients[client] as Both
  both.real.send(batch.map(({ argv }) => encodeCommand(argv)).join(''))
  const ends: number[] = []
  const queued: Queued[] = []
  for (const { argv } of batch) {
    queued.push(both.own.client.transaction?.commands ?? [])
    both.own.receive(encodeCommand(argv))
    ends.push(splitReplies(both.sent).replies.length)
  }
  const ours = splitReplies(both.sent).replies
  both.sent = ''
  if (both.own.client.parked !== null) both.waiting.push(...batch.map(({ argv }) => argv))
  const theirs = await both.real.take(ours.length)
  // No reply tells that the real server has parked the client by now.
  if (both.own.client.parked !== null) await poke(clients)
  for (const [index, step] of batch.entries()) {
    const from = index === 0 ? 0 : (ends[index - 1] as number)
    const until = index === batch.length - 1 ? Number.POSITIVE_INFINITY : (ends[index] as number)
    const found = differ(step, start + index, ours.slice(from, until), theirs.slice(from, until), queued[index])
    if (found !== null) return found
  }
  const scan = batch.find(({ argv }) => /^(scan|exec)$/i.test(argv[0] ?? ''))
  return late(clients, start + batch.length - 1, scan ?? (batch.at(-1) as CommandStep))
}

/** Replies that other clients have got: messages, and what they have waited for. */
async function late(clients: readonly Both[], index: number, step: Step): Promise<Mismatch | null> {
  for (const [client, both] of clients.entries()) {
    if (both.sent === '') continue
    const ours = splitReplies(both.sent).replies
    both.sent = ''
    const theirs = await both.real.take(ours.length)
    const argv = step.kind === 'command' ? step.argv : ['(clock)']
    const possible = [argv, ...both.waiting]
    if (both.own.client.parked === null) both.waiting = []
    const found = possible.map((each) =>
      differ({ kind: 'command', client, argv: each }, index, ordered(both, each, ours), ordered(both, each, theirs)),
    )
    if (found.every((each) => each !== null)) return found[0] ?? null
  }
  return null
}

/** Two turns of the real server's event loop, in which it looks for waits that are over. */
async function poke(clients: readonly Both[]): Promise<void> {
  const [{ real }] = clients as [Both]
  for (let turn = 0; turn < 2; turn++) {
    real.send(encodeCommand(['PING']))
    await real.take(1)
  }
}

function differ(
  step: CommandStep,
  index: number,
  ours: readonly string[],
  theirs: readonly string[],
  queued?: Queued,
): Mismatch | null {
  const { argv, client } = step
  const same =
    ours.length === theirs.length &&
    inOrder(argv, ours).every((reply, at) => {
      const other = inOrder(argv, theirs)[at] as string
      return reply === other || normalised(argv, reply, queued) === normalised(argv, other, queued)
    })
  return same ? null : { index, client, argv, ours, theirs }
}

/** Messages of several patterns come in any order, and SCAN meets expired keys in any order. */
function ordered({ own }: Both, argv: readonly string[], replies: readonly string[]): readonly string[] {
  return own.client.patterns.size > 1 || /^(scan|exec)$/i.test(argv[0] ?? '') ? replies.toSorted() : replies
}
