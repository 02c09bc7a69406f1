import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { galleryCards } from './tests/tools/gallery-cards.mjs'
import { sources } from './tests/tools/sources.mjs'

/**
 * The policy of public/_headers, which static hosts that read that file send: only files of the page's own origin, no
 * inline script or style element, no string that becomes code. A meta element carries it to all other hosts, except
 * frame-ancestors, which only a header can say.
 *
 * @throws {Error} when the file states no policy
 */
function contentSecurityPolicy(): string {
  const headers = readFileSync(new URL('./public/_headers', import.meta.url), 'utf8')
  const policy = /^ *Content-Security-Policy: (.+)$/m.exec(headers)?.[1]
  if (policy === undefined) throw new Error('public/_headers states no Content-Security-Policy.')
  return policy
    .split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .join('; ')
}

/** Puts the policy first in head. Only in the build: the development server needs inline scripts to reload modules. */
function securityPolicy(): Plugin {
  return {
    name: 'sandtable:security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy() },
        injectTo: 'head-prepend',
      },
    ],
  }
}

export default defineConfig({
  // Relative addresses let dist/ work from any folder of any static host.
  base: './',
  plugins: [react(), galleryCards(), sources(), securityPolicy()],
  worker: { format: 'es' },
  build: {
    // The first versions with light-dark(), so that no colour is rewritten for older browsers.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would need a wider policy than a file does.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // How long a plugin took says how busy the machine was.
      checks: { pluginTimings: false },
      // React's makers of components only make: what a library makes with them and nobody uses can go.
      treeshake: { manualPureFunctions: ['memo', 'forwardRef', 'createContext', 'lazy'] },
    },
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'tests/bench/**', 'node_modules/**'],
    // Without it one core stays free, which on two cores is half of the machine.
    maxWorkers: '100%',
    // A guard against tests that hang; no test may depend on speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
