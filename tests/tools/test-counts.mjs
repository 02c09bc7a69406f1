/**
 * What a phase of `npm test` found.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * A phase that is one check: the types, the lint, the build.
 *
 * @param {boolean} passed
 * @returns {Counts}
 */
export function oneCheck(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }
}

/**
 * Counts of vitest's JSON report. A file that did not load has no tests to count, so it counts as one failure, and so
 * does a run that ended badly although every test passed.
 *
 * @param {any} report
 * @param {boolean} endedWell whether vitest's exit code was 0
 * @returns {Counts}
 */
export function unitCounts(report, endedWell) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  return settled(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    endedWell,
  )
}

/**
 * Counts of Playwright's JSON report. A flaky test is a failed one: nothing here may depend on luck.
 *
 * @param {any} report
 * @param {boolean} endedWell whether Playwright's exit code was 0
 * @returns {Counts}
 */
export function endToEndCounts(report, endedWell) {
  const { expected, unexpected, flaky, skipped } = report.stats
  return settled({ passed: expected, failed: unexpected + flaky + report.errors.length, skipped }, endedWell)
}

/**
 * The last line of `npm test`.
 *
 * @param {readonly Counts[]} phases
 * @returns {{ line: string, isGood: boolean }} not good when a test failed, and when none ran
 */
export function summary(phases) {
  const sum = (/** @type {keyof Counts} */ key) => phases.reduce((total, counts) => total + counts[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return { line, isGood: failed === 0 && passed > 0 }
}

/**
 * @param {Counts} counts
 * @param {boolean} endedWell
 * @returns {Counts}
 */
function settled(counts, endedWell) {
  const ran = counts.passed + counts.failed > 0
  return counts.failed === 0 && !(endedWell && ran) ? { ...counts, failed: 1 } : counts
}
