import { defineConfig } from 'vitest/config'

/** Tests that talk to a database; only their project starts one. */
const WITH_DATABASE = [
  'tests/server/**/*.test.ts',
  'tests/api/**/*.test.ts',
  'tests/browser/**/*.test.ts',
  'tests/faults/**/*.test.ts',
  'tests/templates/**/*.test.ts',
]

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    // What is waited for comes late on a busy machine; what never comes is told all the same.
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['tests/seed.setup.ts'],
    // A test without an assertion, or marked `only`, is a mistake.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.test.{ts,tsx}'], exclude: WITH_DATABASE },
      },
      {
        extends: true,
        test: { name: 'database', include: WITH_DATABASE, globalSetup: ['tests/database.setup.ts'] },
      },
    ],
  },
})
