import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for workspaces that are made once and copied by every test that begins with one. */
    prepared: string;
  }
}

export default function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'keyue-e2e-prepared-'));
  project.provide('prepared', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
