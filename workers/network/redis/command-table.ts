import { cString } from './byte-string'
import type { Command } from './command'
import { bitmaps } from './commands/bitmaps'
import { blockingLists } from './commands/blocking-lists'
import { commandInfo } from './commands/command-info'
import { connection } from './commands/connection'
import { counters } from './commands/counters'
import { expiry } from './commands/expiry'
import { hashes } from './commands/hashes'
import { hyperloglogs } from './commands/hyperloglogs'
import { keys } from './commands/keys'
import { lists } from './commands/lists'
import { pubsub } from './commands/pubsub'
import { scripting } from './commands/scripting'
import { server } from './commands/server'
import { sets } from './commands/sets'
import { streamClaims } from './commands/stream-claims'
import { streamGroups } from './commands/stream-groups'
import { streamInfo } from './commands/stream-info'
import { streamReads } from './commands/stream-reads'
import { streams } from './commands/streams'
import { stringRanges } from './commands/string-ranges'
import { strings } from './commands/strings'
import { transactions } from './commands/transactions'
import { zsetCombinations } from './commands/zset-combinations'
import { zsetPops } from './commands/zset-pops'
import { zsetRanges } from './commands/zset-ranges'
import { zsets } from './commands/zsets'
import { Refusal } from './refusal'

/** The commands by family, as a reader looks for them. */
export function families(): Readonly<Record<string, readonly Command[]>> {
  return {
    strings: [...strings, ...counters, ...stringRanges],
    keys: [...keys, ...expiry],
    hashes,
    lists: [...lists, ...blockingLists],
    sets,
    'sorted sets': [...zsets, ...zsetRanges, ...zsetPops, ...zsetCombinations],
    streams: [...streams, ...streamReads, ...streamGroups, ...streamClaims, ...streamInfo],
    'publish and subscribe': pubsub,
    transactions,
    scripts: scripting,
    HyperLogLog: hyperloglogs,
    bitmaps,
    connection,
    server: [...server, ...commandInfo],
  }
}

let byName: Map<string, Command> | null = null

/** Filled at the first use, because some commands look others up. */
function table(): Map<string, Command> {
  if (byName !== null) return byName
  byName = new Map()
  for (const command of Object.values(families()).flat()) {
    byName.set(command.name, command)
    byName.set(command.name.toUpperCase(), command)
  }
  return byName
}

export function allCommands(): readonly Command[] {
  return Object.values(families()).flat()
}

/** The command or subcommand that argv names, or the refusal that Redis answers. */
export function findCommand(argv: readonly string[]): Command | Refusal {
  const name = argv[0] as string
  const found = table().get(name) ?? table().get(name.toLowerCase())
  if (found === undefined) return unknown(argv)
  if (found.subcommands === undefined || argv.length === 1) return found
  const subcommand = found.subcommands.get((argv[1] as string).toLowerCase())
  return (
    subcommand ?? new Refusal(`ERR unknown subcommand '${cut(argv[1] as string)}'. Try ${name.toUpperCase()} HELP.`)
  )
}

function unknown(argv: readonly string[]): Refusal {
  let args = ''
  for (let index = 1; index < argv.length && args.length < 128; index++) {
    args += `'${cString(argv[index] as string).slice(0, 128 - args.length)}' `
  }
  return new Refusal(`ERR unknown command '${cut(argv[0] as string)}', with args beginning with: ${args}`)
}

function cut(text: string): string {
  return cString(text).slice(0, 128)
}
