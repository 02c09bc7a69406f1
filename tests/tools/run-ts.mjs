import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

/**
 * Bundles a TypeScript file of the project for Node and imports it, so that `import.meta.glob` and everything else means
 * what it means in the page. A bundle, because it is also the page's shape: modules run through a loader pay for every
 * imported name at every use, and a benchmark would measure that.
 *
 * Packages stay outside the bundle. `import.meta.url` is the bundle's address, not the source's.
 *
 * @param {string} path of the source, from the project's root
 * @returns {Promise<any>} what the file exports
 */
export async function importTypeScript(path) {
  process.setSourceMapsEnabled(true)
  const { build } = await import('vite')
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'run-'))
  // Chunks of dynamic imports may be loaded later, so the bundle stays until the end, be it by Ctrl-C.
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }))
  process.once('SIGINT', () => process.exit(130))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: path,
      outDir,
      target: 'node20',
      minify: false,
      sourcemap: 'inline',
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  })
  const entry = `${basename(path).replace(/\.tsx?$/, '')}.mjs`
  return import(pathToFileURL(join(outDir, entry)).href)
}
