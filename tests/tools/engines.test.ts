import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { engineDigests } from './engine-digests'
import { root } from './project.mjs'
import { isPresent } from './references.mjs'

/** WebKit's engine as a bare shell, from Debian's libjavascriptcoregtk-4.0-bin. */
const JSC = 'jsc'

test.skipIf(!isPresent(JSC))(
  'JavaScriptCore, the engine of WebKit, computes every preset to the digest of V8',
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandtable-engines-'))
    try {
      const entry = join(folder, 'entry.ts')
      const source = join(root, 'tests/tools/engine-digests.ts')
      writeFileSync(
        entry,
        `import { engineDigests } from ${JSON.stringify(source)}\nengineDigests().then((lines) => print(lines.join('\\n')))\n`,
      )
      await build({
        root,
        configFile: false,
        logLevel: 'error',
        publicDir: false,
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: 'es2022',
          rolldownOptions: { input: entry, output: { entryFileNames: 'digests.mjs', codeSplitting: false } },
        },
      })
      const other = spawnSync(JSC, [`--module-file=${join(folder, 'digests.mjs')}`], { encoding: 'utf8' })
      expect(other.stderr).toBe('')
      expect(other.stdout.trim().split('\n')).toEqual(await engineDigests())
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
