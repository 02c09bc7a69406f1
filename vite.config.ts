import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * What the built page may load: its own files, and pictures that it draws itself. No network besides, no inline script
 * or style element, no form, no other base address. A meta element cannot carry frame-ancestors: public/_headers does,
 * for hosts that read it.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ')

/** Puts the policy first in head. Only in the build: the development server needs inline scripts to reload modules. */
function securityPolicy(): Plugin {
  return {
    name: 'sandtable:security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  }
}

export default defineConfig({
  // Relative addresses let dist/ work from any folder of any static host.
  base: './',
  plugins: [react(), securityPolicy()],
  worker: { format: 'es' },
  build: {
    // The first versions with light-dark(), so that no colour is rewritten for older browsers.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would need a wider policy than a file does.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'tests/bench/**', 'node_modules/**'],
    // A guard against tests that hang; no test may depend on speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
