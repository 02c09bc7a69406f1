import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { root } from './project.mjs'
import { isPresent } from './references.mjs'

const SHARDS = 2
const SEARCH = "'load-balancer?variant=least&rps=100&for=2s' --check 'p99>800ms' --runs 40"

/** GNU parallel as in the README where it is installed, and else xargs, which starts the same processes. */
const STARTER = isPresent('parallel')
  ? `parallel -j${SHARDS} "npm run --silent search -- ${SEARCH} --shard {}/${SHARDS}"`
  : `xargs -P${SHARDS} -I{} sh -c "npm run --silent search -- ${SEARCH} --shard {}/${SHARDS}"`

test('shards in processes of their own merge to the finding of one process', { timeout: 120_000 }, () => {
  const shell = (command: string) => spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' })
  const together = shell(`seq ${SHARDS} | ${STARTER} | npm run --silent search -- --merge`)
  const alone = shell(`npm run --silent search -- ${SEARCH}`)
  expect(alone.status, alone.stderr).toBe(0)
  expect(together.status, together.stderr).toBe(0)
  expect(together.stdout.split('\n')[0]).toBe(alone.stdout.split('\n')[0])
})
