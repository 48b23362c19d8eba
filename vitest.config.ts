import { defineConfig } from 'vitest/config';

// Two cores are what this project is planned for. Unit tests first; then whole scenarios in virtual time; then end-to-end
// tests, each file with whole stacks (broker, engine, functions) of its own on free ports and in folders of its own; and
// the guards' page in a browser, against such stacks.
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Files share the modules that a worker has loaded: loading took a third of the time. So no module keeps a state
    // that belongs to one test file.
    isolate: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          // None takes more than a few seconds; a machine that has much else to do is slow, and no less right.
          testTimeout: 20_000,
        },
      },
      { test: { name: 'sim', include: ['test/sim/**/*.test.ts'], sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/build-page.ts',
          sequence: { groupOrder: 3 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
