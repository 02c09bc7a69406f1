import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** `base: './'` and hashed relative files let dist/ work from any folder of any static host. */
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // A data: URL would need a wider content security policy than files of our own.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'tests/bench/**', 'node_modules/**'],
  },
})
