import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Real browser, real backend, real workspace: one file after the other, and a
// test that hangs is ended.
export default defineConfig({
  root: here('..'),
  resolve: { alias: { '@': here('../src') } },
  test: {
    environment: 'node',
    include: [process.env.KEYUE_MEASURE ? 'e2e/**/*.speed.ts' : 'e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
