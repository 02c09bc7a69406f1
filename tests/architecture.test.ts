import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findLockBreaches, findText, type LockFile, textRules } from './architecture/hygiene'
import { importRules } from './architecture/import-rules'
import { laws } from './architecture/laws'
import { layoutRules } from './architecture/layout'
import { breaches, breachesIn } from './architecture/rule'
import { listFiles, readSources } from './architecture/source-file'

/*
 * Every rule is held against the project, and then against planted code that breaks it and code that only looks like it:
 * a rule that cannot fail proves nothing.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const paths = listFiles(root, '.')
const sources = readSources(root, ['src', 'workers'])

describe.each([
  ['the laws of the simulation', laws],
  ['who may import whom', importRules],
] as const)('%s', (_group, rules) => {
  for (const rule of rules) {
    it(rule.name, () => {
      expect(sources.filter(({ path }) => rule.covers(path))).not.toEqual([])
      expect(breaches(rule, sources), rule.reason).toEqual([])
    })

    it.each(rule.caught)(`${shortName(rule.name)} catches, in %s: %j`, (path, text) => {
      expect(breachesIn(rule, [path, text])).not.toEqual([])
    })

    it.each(rule.passed)(`${shortName(rule.name)} lets pass, in %s: %j`, (path, text) => {
      expect(breachesIn(rule, [path, text])).toEqual([])
    })
  }
})

describe('layout', () => {
  for (const rule of layoutRules) {
    it(rule.name, () => {
      expect(rule.find(paths), rule.reason).toEqual([])
    })

    it.each(rule.caught.map((tree) => [tree.at(-1), tree] as const))(`${rule.name}: catches %s`, (_last, tree) => {
      expect(rule.find(tree)).not.toEqual([])
    })

    it.each(rule.passed.map((tree) => [tree.at(-1), tree] as const))(`${rule.name}: lets pass %s`, (_last, tree) => {
      expect(rule.find(tree)).toEqual([])
    })
  }
})

describe('every file', () => {
  const texts = paths
    .filter((path) => !/\.(png|jpe?g|webp|gif|ico|woff2?)$/.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const)

  for (const rule of textRules) {
    it(rule.name, () => {
      const found = texts.flatMap(([path, text]) => findText(rule, path, text))
      expect(found, rule.reason).toEqual([])
    })

    it.each(rule.caught)(`${rule.name}: catches %s`, (text) => {
      expect(findText(rule, 'planted', text)).not.toEqual([])
    })

    it.each(rule.passed)(`${rule.name}: lets pass %s`, (text) => {
      expect(findText(rule, 'planted', text)).toEqual([])
    })
  }
})

describe('the lock file installs on every platform from any registry', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile

  it('package-lock.json is complete and names no address', () => {
    expect(findLockBreaches(lock), 'npm ci refuses it, or asks one registry. Write it anew with npm install.').toEqual(
      [],
    )
  })

  it('catches an address, a missing checksum and a missing package', () => {
    const integrity = 'sha512-x'
    const packages = {
      '': { dependencies: { a: '^1' } },
      'node_modules/a': { version: '1.0.0', integrity, resolved: 'somewhere', dependencies: { b: '^1' } },
      'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { 'b-windows': '1.0.0' } },
    }
    expect(findLockBreaches({ packages })).toEqual([
      'node_modules/a is fetched from somewhere',
      'node_modules/a/node_modules/b has no checksum',
      'node_modules/a/node_modules/b asks for b-windows',
    ])
  })
})

/** `law 4`, or the whole name of a rule that is no law. */
function shortName(name: string): string {
  return /^laws? [\d and]*\d/.exec(name)?.[0] ?? name
}
