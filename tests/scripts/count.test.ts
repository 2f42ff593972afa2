import { expect, it } from 'vitest'
import { count } from '../../scripts/test/count.ts'

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }) })

it.each([
  [
    'all green',
    { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 3)] },
    0,
    { passed: 3, failed: 0 },
  ],
  [
    'a failing test',
    { numPassedTests: 2, numFailedTests: 1, testResults: [file('failed', 3)] },
    1,
    { passed: 2, failed: 1 },
  ],
  [
    'a file that does not load',
    { numPassedTests: 2, numFailedTests: 0, testResults: [file('failed', 0)] },
    1,
    { passed: 2, failed: 1 },
  ],
  [
    'an unhandled error',
    { numPassedTests: 2, numFailedTests: 0, testResults: [file('passed', 2)] },
    1,
    { passed: 2, failed: 1 },
  ],
  ['no report', undefined, 1, { passed: 0, failed: 1 }],
])('counts %s', (_, report, code, expected) => {
  expect(count(report, code)).toEqual(expected)
})
