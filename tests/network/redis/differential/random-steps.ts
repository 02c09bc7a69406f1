import { RandomStream } from '../../../../workers/kernel/random'
import { clientCount } from './pair'
import { RandomArguments } from './random-arguments'
import { sketches, streams, zsets } from './random-collections'
import { families, type Generator } from './random-commands'
import { scripts } from './random-scripts'
import { blocking, connection, listening, pubsub } from './random-sessions'
import type { Step } from './step'

const all: readonly (readonly Generator[])[] = [
  ...Object.values(families),
  zsets,
  zsets,
  streams,
  streams,
  sketches,
  connection,
  scripts,
]

/** Steps of one run, which begins with an empty server. */
export const episodeLength = 1000
export const episodes = 220
/** The seeds go up from here. */
export const firstSeed = 1

/** A run of random steps, the same for the same seed: commands of several clients, clock jumps, transactions. */
export function randomSteps(seed: number, length: number): Step[] {
  const random = RandomStream.named(seed, 'differential')
  const r = new RandomArguments(random)
  const steps: Step[] = []
  let client = 1
  while (steps.length < length) {
    const kind = random.integer(120)
    if (kind < 4) steps.push({ kind: 'clock', micros: jump(r) })
    else if (kind < 7) client = 1 + random.integer(clientCount)
    else if (kind < 10) steps.push(...transaction(r, client))
    else if (kind === 10)
      steps.push({ kind: 'command', client, argv: r.pick(client === clientCount ? listening : pubsub)(r) })
    else if (kind === 11) steps.push(...waiting(r, client))
    else steps.push({ kind: 'command', client, argv: randomCommand(r) })
  }
  return steps
}

function randomCommand(r: RandomArguments): string[] {
  return damaged(r, r.pick(r.pick(all))(r))
}

/** Now and then an argument is lost, comes twice, or is something else. */
function damaged(r: RandomArguments, argv: string[]): string[] {
  // A walk that sees only some keys would take other expired keys away than the real one, and twins stand for scripts
  // only when they are called as the page calls them.
  if (!r.rarely(25) || argv.some(isLexKey) || /^(scan|spop|randomkey|config|script|eval\w*)$/i.test(argv[0] ?? ''))
    return argv
  const at = 1 + r.random.integer(Math.max(1, argv.length - 1))
  const kind = r.random.integer(3)
  if (kind === 0) return argv.filter((_, index) => index !== at)
  return [...argv.slice(0, at), ...(kind === 1 ? [r.value()] : []), r.text(), ...argv.slice(at + (kind === 2 ? 1 : 0))]
}

/** Sorted sets whose members must keep one score. */
function isLexKey(text: string): boolean {
  return /^y\d$/.test(text)
}

function jump(r: RandomArguments): number {
  const kind = r.random.integer(4)
  if (kind === 0) return 1000 * r.random.between(1, 3)
  if (kind === 1) return 500_000 + 1000 * r.random.between(-1, 1)
  return kind === 2 ? r.random.integer(10_000_000) : 1_000_000 * r.random.between(1, 5)
}

function transaction(r: RandomArguments, client: number): Step[] {
  const step = (argv: readonly string[], by = client): Step => ({ kind: 'command', client: by, argv })
  const steps: Step[] = r
    .maybe(3, () => ['x'])
    .map(() => step(['WATCH', ...r.some(2, () => r.key(r.pick(['s', 'h', 'l'])))]))
  if (steps.length > 0 && r.rarely(2)) steps.push({ kind: 'clock', micros: jump(r) })
  if (steps.length > 0 && r.rarely(2)) steps.push(step(queuedCommand(r), client === 1 ? 2 : 1))
  steps.push(step(['MULTI']))
  for (let left = r.random.integer(6); left > 0; left--) {
    steps.push(step(r.rarely(30) ? r.pick([['MULTI'], ['WATCH', 's0']]) : queuedCommand(r)))
  }
  steps.push(step([r.rarely(10) ? 'DISCARD' : 'EXEC']))
  return steps
}

function queuedCommand(r: RandomArguments): string[] {
  for (;;) {
    const argv = randomCommand(r)
    if (!/^(exec|discard)$/i.test(argv[0] ?? '')) return argv
  }
}

/** A client waits, and others may bring what it waits for; at the end its time is over. */
function waiting(r: RandomArguments, client: number): Step[] {
  const others = [1, 2, 3].filter((own) => own !== client)
  const steps: Step[] = [{ kind: 'command', client, argv: r.pick(blocking)(r) }]
  for (let left = r.random.integer(5); left > 0; left--) {
    const argv = randomBringer(r)
    steps.push({ kind: 'command', client: r.pick(others), argv })
  }
  // Longer than any wait, so that the client can be used again.
  steps.push({ kind: 'clock', micros: 11_000_000 })
  return steps
}

function randomBringer(r: RandomArguments): string[] {
  const family = r.pick([families.lists ?? [], zsets, streams])
  return r.pick(family)(r)
}
