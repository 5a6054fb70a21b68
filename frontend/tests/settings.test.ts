import { describe, expect, it } from 'vitest';
import { besideWorkspace } from '@/features/settings/api';
import licences from '@/features/settings/licences.json';
import type { WorkspaceStatus } from '@/lib/workspace';
import { moved } from '@/ui/sortable';

describe('a row moved in a list', () => {
  it('takes its new place and pushes the others', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a'], 5, 0)).toEqual(['a']);
  });
});

describe('the folder proposed for a restored workspace', () => {
  const at = new Date(2026, 10, 2, 9, 5);
  const status = (dir: string) => ({ dir }) as WorkspaceStatus;
  it('lies beside the workspace on every system', () => {
    expect(besideWorkspace(status('/home/me/shop'), 'restored', at)).toBe(
      '/home/me/shop-restored-20261102-0905',
    );
    expect(besideWorkspace(status('C:\\Keyue\\shop\\'), 'new', at)).toBe('C:\\Keyue\\shop-new-20261102-0905');
  });
  it('is not made up without a workspace', () => {
    expect(besideWorkspace(undefined, 'restored', at)).toBe('');
  });
});

describe('the licences', () => {
  it('all have a text', () => {
    for (const part of licences.parts)
      expect(licences.texts[part.text]?.length ?? 0, part.name).toBeGreaterThan(50);
  });
});
