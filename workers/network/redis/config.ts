import { matchesGlob } from './glob'
import { eventClassesText, parseEventClasses } from './keyspace-events'

/** Settings that are read; the others are kept so that tools that ask for them get an answer. */
const DEFAULTS: Readonly<Record<string, string>> = {
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'maxmemory-samples': '5',
  'maxmemory-eviction-tenacity': '10',
  'lfu-log-factor': '10',
  'lfu-decay-time': '1',
  'notify-keyspace-events': '',
  appendonly: 'no',
  appendfsync: 'everysec',
  save: '',
  databases: '16',
  port: '6379',
  bind: '127.0.0.1 -::1',
  timeout: '0',
  'tcp-keepalive': '300',
  hz: '10',
  'active-expire-effort': '1',
  'proto-max-bulk-len': '536870912',
  'stream-node-max-entries': '100',
  'min-replicas-to-write': '0',
  'cluster-enabled': 'no',
  'replica-read-only': 'yes',
  requirepass: '',
  dir: '/',
}

const POLICIES = [
  'noeviction',
  'allkeys-lru',
  'volatile-lru',
  'allkeys-lfu',
  'volatile-lfu',
  'allkeys-random',
  'volatile-random',
  'volatile-ttl',
]
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1_000_000,
  mb: 1_048_576,
  g: 1_000_000_000,
  gb: 1_073_741_824,
}
const FIXED = new Set(['databases', 'cluster-enabled', 'stream-node-max-entries', 'dir', 'port', 'bind'])

/** The settings of a server by name. */
export class Config {
  readonly #settings = new Map(Object.entries(DEFAULTS))
  events: ReadonlySet<string> = new Set()
  /** One of the LFU policies is set, so every access counts. */
  isFrequencyCounted = false
  /** Clients may not write (replica-read-only of a replica). */
  isReplica = false

  get(name: string): string | undefined {
    return this.#settings.get(name)
  }

  /** Names and values in turn of the settings that match one of the patterns. */
  matching(patterns: readonly string[]): string[] {
    const wanted = [...this.#settings].filter(([name]) => patterns.some((glob) => matchesGlob(glob, name, true)))
    return wanted.flat()
  }

  /**
   * @param name of a setting that there is
   * @returns why the value is refused, or null: then it can be set
   */
  refusal(name: string, value: string): string | null {
    const failed = (why: string): string => `CONFIG SET failed (possibly related to argument '${name}') - ${why}`
    if (FIXED.has(name)) return failed("can't set immutable config")
    if (name === 'notify-keyspace-events') {
      return parseEventClasses(value) === null ? failed("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.") : null
    }
    if (name === 'maxmemory') return memoryOf(value) === null ? failed('argument must be a memory value') : null
    if (name === 'maxmemory-policy' && !POLICIES.includes(value.toLowerCase())) {
      return failed(`argument(s) must be one of the following: ${POLICIES.join(', ')}`)
    }
    const isNumber = /^\d+$/.test(DEFAULTS[name] ?? '')
    return isNumber && !/^-?\d+$/.test(value) ? failed("argument couldn't be parsed into an integer") : null
  }

  /** After a refused CONFIG SET Redis reads its own settings anew, and so loses the `n` beside `A`. */
  restoreEvents(): void {
    this.events = parseEventClasses(this.get('notify-keyspace-events') ?? '') ?? new Set()
  }

  /** @param value one that `refusal` lets pass */
  set(name: string, value: string): void {
    if (name === 'notify-keyspace-events') {
      this.events = parseEventClasses(value) ?? new Set()
      this.#settings.set(name, eventClassesText(this.events))
    } else if (name === 'maxmemory') this.#settings.set(name, String(memoryOf(value)))
    else this.#settings.set(name, value)
    if (name === 'maxmemory-policy') this.isFrequencyCounted = value.includes('lfu')
  }
}

function memoryOf(text: string): number | null {
  const found = /^(\d+)(b|kb?|mb?|gb?|)$/i.exec(text)
  return found === null ? null : Number(found[1]) * (UNITS[(found[2] ?? '').toLowerCase()] ?? 1)
}
