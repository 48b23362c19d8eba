import { defineConfig } from 'vitest/config';

// Unit tests run in parallel. End-to-end tests each start a whole stack (broker, engine, functions) and
// so run one file at a time: two cores are what this project is planned for.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
