import { describe, expect, it } from 'vitest'
import { endToEndCounts, oneCheck, summary, unitCounts } from './test-counts.mjs'

const unitReport = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }
const endToEndReport = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }

describe('what npm test counts', () => {
  it('the types, the lint and the build are one test each', () => {
    expect(oneCheck(true)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(oneCheck(false)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('unit tests are counted, and those left out are skipped', () => {
    expect(unitCounts(unitReport, true)).toEqual({ passed: 5, failed: 0, skipped: 2 })
  })

  it('a test file that does not load is a failure', () => {
    const unloaded = { status: 'failed', assertionResults: [] }
    const report = { ...unitReport, numFailedTests: 1, testResults: [unloaded, { ...unloaded, status: 'passed' }] }
    expect(unitCounts(report, false)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it('a run that ended badly has failed although every test passed', () => {
    expect(unitCounts(unitReport, false).failed).toBe(1)
    expect(endToEndCounts(endToEndReport, false).failed).toBe(1)
  })

  it('a phase in which nothing ran has failed', () => {
    expect(unitCounts({ ...unitReport, numPassedTests: 0 }, true).failed).toBe(1)
    const stats = { ...endToEndReport.stats, expected: 0, skipped: 4 }
    expect(endToEndCounts({ ...endToEndReport, stats }, true)).toEqual({ passed: 0, failed: 1, skipped: 4 })
  })

  it('a flaky end-to-end test and an error outside of tests are failures', () => {
    const report = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] }
    expect(endToEndCounts(report, false)).toEqual({ passed: 3, failed: 3, skipped: 0 })
  })

  it('the summary adds up all phases and names skipped tests only when there are any', () => {
    expect(summary([oneCheck(true), oneCheck(true)])).toEqual({ line: '2 passed, 0 failed', isGood: true })
    expect(summary([oneCheck(true), unitCounts(unitReport, true)]).line).toBe('6 passed, 0 failed, 2 skipped')
    expect(summary([oneCheck(true), oneCheck(false)])).toEqual({ line: '1 passed, 1 failed', isGood: false })
  })

  it('a summary of nothing is not good', () => {
    expect(summary([])).toEqual({ line: '0 passed, 0 failed', isGood: false })
  })
})
