import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const measure = Boolean(process.env.KEYUE_MEASURE);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Real browser, real backend, real workspace: every test has its own, so that
// two files run beside each other (what is measured runs alone), and a test that
// hangs is ended.
export default defineConfig({
  root: here('..'),
  resolve: { alias: { '@': here('../src') } },
  test: {
    environment: 'node',
    globalSetup: here('prepared.ts'),
    include: [measure ? 'e2e/**/*.speed.ts' : 'e2e/**/*.test.ts'],
    maxWorkers: measure ? 1 : 2,
    fileParallelism: !measure,
    testTimeout: 600_000,
    hookTimeout: 60_000,
    // As long as an action of the browser may take (app.ts): a slow machine is not a fault.
    expect: { poll: { timeout: 60_000 } },
    // One lost race must not hold up everything; it is printed, and is a bug to be found.
    retry: process.env.CI ? 1 : 0,
  },
});
