/** The part of vitest's JSON report that is read. */
export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

export interface Counts {
  readonly passed: number
  readonly failed: number
}

/**
 * Tests that passed and failed. A file that could not even be loaded counts as one failure, and so does anything else
 * that made vitest fail without a failing test (an unhandled error, no report).
 * @param exitCode vitest's own
 */
export function count(report: Report | undefined, exitCode: number): Counts {
  if (!report) return { passed: 0, failed: 1 }
  const broken = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = report.numFailedTests + broken.length
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
