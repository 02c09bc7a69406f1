import type { Command } from '../../../workers/network/redis/command'
import { families } from '../../../workers/network/redis/command-table'
import { differences } from './differential/differences'
import { episodeLength, episodes, firstSeed, randomSteps } from './differential/random-steps'
import { forms } from './forms'

const introduction = `# The simulated Redis

A Redis 7.0 without a network: \`redis.ts\` takes a command and answers it, with the clock and chance handed in.
\`connection.ts\` speaks RESP2 and RESP3 over any stream of bytes, and \`npm run redis -- --port 6390\` serves it on a real
socket, for any client.

| file | what it is |
| --- | --- |
| \`redis.ts\`, \`client.ts\`, \`database.ts\` | the server, a connection as it knows it, a keyspace with deadlines |
| \`command.ts\`, \`command-table.ts\`, \`commands/\` | one entry a command: name, arity, flags, places of its keys, cost, handler |
| \`parking.ts\`, \`waiting.ts\`, \`watches.ts\`, \`pubsub.ts\` | clients that wait, watch and listen |
| \`active-expiry.ts\`, \`usage.ts\`, \`memory.ts\` | the expiry cycle, counters of use, sizes of keys |
| \`eviction.ts\`, \`key-ledger.ts\`, \`replica.ts\`, \`snapshot.ts\`, \`service-time.ts\` | for the simulated node: maxmemory, changes applied elsewhere, everything at once, time in the one thread |
| \`script-library.ts\`, \`scripts/\` | Lua scripts as native twins, found by the SHA-1 of their text |
| \`resp-decoder.ts\`, \`resp-encoder.ts\`, \`connection.ts\` | the protocol |

Values are byte strings: every character is one byte. A command that is not in the table answers as Redis answers one that
it does not know. \`redis.onEffects\` is told the changes of every command, as replicas are.
`

/** The text of workers/network/redis/README.md: written by `npm run redis:table`, and checked by a test. */
export function readmeText(): string {
  const calls = countedCalls()
  const tables = Object.entries(families()).map(([family, commands]) => section(family, commands, calls))
  const total = [...calls.values()].reduce((sum, count) => sum + count, 0)
  return `${introduction}
## Commands

"Equal" is what \`tests/network/redis/differential\` finds: random commands of several clients, clock jumps and
transactions go to this core and to Debian's redis-server 7.0.15 on one virtual clock, and every reply must be the same in
every byte but for the differences named here; ${total.toLocaleString('en')} commands in ${episodes} runs of ${episodeLength} steps. This
table is generated; edit \`tests/network/redis/forms.ts\` and run \`npm run redis:table\`.

${tables.join('\n\n')}

## Differences

- ${differences['(any)']}.
- Sorted sets: ranges of members (BYLEX) of members with unlike scores are not compared; Redis calls them unspecified.
- Streams: Redis closes a node also at 4096 bytes, and so trims with \`~\` at other places when entries are large.
- HyperLogLogs are always dense; Redis keeps small ones sparse, with other bytes and the same counts.
- Collections keep the order of insertion at every size; Redis loses it when they leave their small encodings.
- Scripts: no Lua runs. A text without a native twin is refused with its SHA-1.
- Not simulated: persistence commands, cluster, ACL, modules, functions, client tracking, SORT, DUMP, RESTORE, BITFIELD,
  LCS, geography, and the HELP of containers.
`
}

function section(family: string, commands: readonly Command[], calls: ReadonlyMap<string, number>): string {
  const rows = commands
    .flatMap((command) => {
      const inside = [...(command.subcommands?.values() ?? [])]
      return command.name === 'command' || inside.length === 0 ? [command, ...inside] : inside
    })
    .map(({ name }) => `| \`${(forms[name] ?? '').replaceAll('|', '\\|')}\` | ${result(name, calls.get(name) ?? 0)} |`)
  const title = (family[0] ?? '').toUpperCase() + family.slice(1)
  return [`### ${title}`, '', '| forms | compared |', '| --- | --- |', ...rows].join('\n')
}

function result(name: string, calls: number): string {
  const difference = differences[name]
  if (calls === 0) return difference ?? 'not compared'
  const counted = `${calls.toLocaleString('en')} calls`
  return difference === undefined ? `equal, ${counted}` : `equal, ${counted}, but for: ${difference}`
}

/** How often the differential test calls each command. */
function countedCalls(): ReadonlyMap<string, number> {
  const subcommands = new Set(Object.keys(forms).filter((name) => name.includes('|')))
  const calls = new Map<string, number>()
  for (let seed = firstSeed; seed < firstSeed + episodes; seed++) {
    for (const step of randomSteps(seed, episodeLength)) {
      if (step.kind === 'clock') continue
      const [first = '', second = ''] = step.argv.map((text) => text.toLowerCase())
      const whole = `${first}|${second}`
      const name = subcommands.has(whole) ? whole : first
      if (forms[name] !== undefined) calls.set(name, (calls.get(name) ?? 0) + 1)
    }
  }
  return calls
}
