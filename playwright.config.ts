import { defineConfig, devices } from '@playwright/test'
import { findChromium, launchArguments } from './tests/tools/chromium.mjs'

const port = Number(process.env.SANDTABLE_TEST_PORT ?? 4300)
const executablePath = findChromium()

/** End-to-end tests of the built page: run `vite build` before them, or all of it with `npm test -- --only=e2e`. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A test that passes at the second attempt is a broken test.
  retries: 0,
  workers: 2,
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    trace: 'retain-on-failure',
    launchOptions: { args: launchArguments(), ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
})
