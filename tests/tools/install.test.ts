import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'

type Packages = Record<string, { version?: string; optional?: boolean }>

const wanted: Packages = {
  '': { version: '0.1.0' },
  'node_modules/react': { version: '19.3.1' },
  'node_modules/binary-for-windows': { version: '1.0.0', optional: true },
}

describe('whether npm ci has anything to do', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandtable-install-'))
    writeLock('package-lock.json', wanted)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function writeLock(file: string, packages: Packages): void {
    writeFileSync(join(folder, file), JSON.stringify({ packages }))
  }

  function install(packages: Packages): void {
    for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true })
    mkdirSync(join(folder, 'node_modules'), { recursive: true })
    writeLock('node_modules/.package-lock.json', packages)
  }

  it('a fresh clone has nothing installed', () => {
    expect(isInstalled(folder)).toBe(false)
  })

  it('every package in its version is enough; a binary for another platform may be absent', () => {
    install({ 'node_modules/react': { version: '19.3.1' } })
    expect(isInstalled(folder)).toBe(true)
  })

  it('a lock file that asks for another version, or for one more package, is not installed', () => {
    install({ 'node_modules/react': { version: '19.3.0' } })
    expect(isInstalled(folder)).toBe(false)
    install({})
    expect(isInstalled(folder)).toBe(false)
  })

  it('a package whose folder was deleted is not installed', () => {
    install({ 'node_modules/react': { version: '19.3.1' } })
    rmSync(join(folder, 'node_modules/react'), { recursive: true })
    expect(isInstalled(folder)).toBe(false)
  })
})
