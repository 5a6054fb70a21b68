import { mergeConfig } from 'vitest/config';
import tests from './vitest.config';

/** Measurements, which assert nothing: `go run ./build bench`. */
const config = mergeConfig(tests, {});
config.test.include = ['e2e/**/*.bench.ts'];
export default config;
