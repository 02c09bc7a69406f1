import { type Command, command, constant, container, type KeyPlaces, keysOf, linear, noKeys } from '../command'
import { allCommands, findCommand } from '../command-table'
import { matchesGlob } from '../glob'
import { Refusal, syntaxError } from '../refusal'
import { map, nullArray, type Reply, set, status } from '../reply'

const flags = 'loading stale sentinel'

const base = container('command', flags, [
  command('command|count', 2, flags, noKeys, constant, () => allCommands().length),
  command('command|list', -2, flags, noKeys, linear, (_redis, _client, argv) => {
    const names = allCommands().map(({ name }) => name)
    if (argv.length === 2) return names
    if (argv.length !== 5 || argv[2]?.toLowerCase() !== 'filterby') throw syntaxError
    if (argv[3]?.toLowerCase() !== 'pattern') return []
    return names.filter((name) => matchesGlob(argv[4] as string, name, true))
  }),
  command('command|info', -2, flags, noKeys, linear, (_redis, _client, argv) =>
    argv.length === 2 ? allCommands().map(describe) : argv.slice(2).map(describeNamed),
  ),
  command('command|docs', -2, flags, noKeys, linear, (_redis, _client, argv) =>
    map(argv.slice(2).flatMap((name) => (known(name) === null ? [] : [name.toLowerCase(), map(['arguments', []])]))),
  ),
  command('command|getkeys', -4, flags, noKeys, linear, (_redis, _client, argv) => {
    const asked = argv.slice(2)
    const found = findCommand(asked)
    if (found instanceof Refusal) throw new Refusal('ERR Invalid command specified')
    const keys = keysOf(found, asked)
    if (keys.length === 0) throw new Refusal('ERR The command has no key arguments')
    return keys
  }),
])

/** COMMAND answers alone, and by subcommands. */
export const commandInfo: readonly Command[] = [{ ...base, arity: -1, run: () => allCommands().map(describe) }]

function known(name: string): Command | null {
  const [first = '', second] = name.toLowerCase().split('|')
  const found = findCommand(second === undefined ? [first] : [first, second])
  return found instanceof Refusal ? null : found
}

function describeNamed(name: string): Reply {
  const found = known(name)
  return found === null ? nullArray : describe(found)
}

/** Name, arity, flags, and where the keys stand, as clients that route by key ask for them. */
function describe({ name, arity, flags: own, keys, subcommands }: Command): Reply {
  const { first, last, step } = places(keys)
  const names = own.split(' ').filter((flag) => flag !== '')
  const movable = keys !== null && !('first' in keys) ? ['movablekeys'] : []
  const inside = [...(subcommands?.values() ?? [])].map(describe)
  return [name, arity, set([...names, ...movable].map(status)), first, last, step, set([]), [], [], inside]
}

function places(keys: KeyPlaces): { first: number; last: number; step: number } {
  if (keys === null || 'behind' in keys) return { first: 0, last: 0, step: 0 }
  if ('countAt' in keys)
    return keys.also === undefined ? { first: 0, last: 0, step: 0 } : { first: 1, last: 1, step: 1 }
  return { ...keys, last: keys.last > 0 ? keys.last : keys.last }
}
