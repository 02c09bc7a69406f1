import { VERSION } from './commands/connection'
import type { Redis } from './redis'

const DEFAULT_SECTIONS = [
  'server',
  'clients',
  'memory',
  'persistence',
  'stats',
  'replication',
  'cpu',
  'cluster',
  'keyspace',
]

/** The text of INFO: the sections asked for, or the usual ones. */
export function information(redis: Redis, asked: readonly string[]): string {
  const wanted = asked.map((name) => name.toLowerCase())
  const isAll = wanted.some((name) => name === 'all' || name === 'everything')
  const isUsual = wanted.length === 0 || wanted.includes('default')
  const sections = sectionsOf(redis)
  const chosen = Object.keys(sections).filter(
    (name) => isAll || wanted.includes(name) || (isUsual && DEFAULT_SECTIONS.includes(name)),
  )
  return chosen.map((name) => section(name, sections[name] ?? [])).join('\r\n')
}

type Line = readonly [name: string, value: string | number]

function section(name: string, lines: readonly Line[]): string {
  const title = name === 'cpu' ? 'CPU' : (name[0] ?? '').toUpperCase() + name.slice(1)
  return `# ${title}\r\n${lines.map(([own, value]) => `${own}:${value}\r\n`).join('')}`
}

function sectionsOf(redis: Redis): Record<string, readonly Line[]> {
  const { statistics, clients, config } = redis
  const seconds = Math.floor((redis.nowMs - redis.startedAtMs) / 1000)
  const keyspace = redis.databases
    .filter(({ size }) => size > 0)
    .map(({ index, size, mortalSize }): Line => [`db${index}`, `keys=${size},expires=${mortalSize},avg_ttl=0`])
  return {
    server: [
      ['redis_version', VERSION],
      ['redis_mode', 'standalone'],
      ['process_id', 1],
      ['tcp_port', config.get('port') ?? ''],
      ['server_time_usec', redis.nowMicros],
      ['uptime_in_seconds', seconds],
      ['hz', 10],
    ],
    clients: [
      ['connected_clients', clients.size],
      ['blocked_clients', redis.parking.size],
      ['maxclients', 10_000],
    ],
    memory: [
      ['maxmemory', config.get('maxmemory') ?? ''],
      ['maxmemory_policy', config.get('maxmemory-policy') ?? ''],
    ],
    persistence: [
      ['loading', 0],
      ['aof_enabled', config.get('appendonly') === 'yes' ? 1 : 0],
    ],
    stats: [
      ['total_connections_received', statistics.connections],
      ['total_commands_processed', statistics.commands],
      ['expired_keys', statistics.expired],
      ['evicted_keys', statistics.evicted],
      ['keyspace_hits', statistics.hits],
      ['keyspace_misses', statistics.misses],
      ['pubsub_channels', redis.subscriptions.channels.size],
      ['pubsub_patterns', redis.subscriptions.patterns.size],
    ],
    replication: [
      ['role', config.isReplica ? 'slave' : 'master'],
      ['connected_slaves', 0],
      ['master_repl_offset', redis.replicationMark],
    ],
    cpu: [['used_cpu_sys', '0.000000']],
    commandstats: [...statistics.calls].map(
      ([name, { calls, failed }]): Line => [`cmdstat_${name}`, `calls=${calls},failed_calls=${failed}`],
    ),
    cluster: [['cluster_enabled', 0]],
    keyspace,
  }
}
