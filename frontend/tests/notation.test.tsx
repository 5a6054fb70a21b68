import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/bridge';
import type { Detail, Edit } from '@/features/templates/api';
import { type Notation, useNotation } from '@/features/templates/useNotation';

const backend = vi.hoisted(() => ({
  Get: vi.fn(),
  Check: vi.fn(),
  PreviewEdit: vi.fn(async () => ({})),
  SaveDraft: vi.fn(),
}));
vi.mock('@/features/templates/api', async (original) => ({ ...(await original<object>()), api: backend }));

/** A template whose draft is at a version and says a text. */
const at = (version: number, notation: string) =>
  ({ notation, template: {}, version: { state: 'draft', version } }) as unknown as Detail;

let notation: Notation | undefined;
function Probe() {
  notation = useNotation(7);
  return null;
}

describe('a template as plain text', () => {
  let root: Root;
  const saves: string[] = [];
  beforeEach(async () => {
    vi.useFakeTimers();
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    saves.length = 0;
    backend.Get.mockResolvedValue(at(1, 'a'));
    backend.Check.mockImplementation(async (text: string) => ({
      readable: !text.endsWith('{'),
      problems: [],
    }));
    backend.SaveDraft.mockImplementation(async (_id: number, edit: Edit) => {
      if (edit.notation.endsWith('{')) throw new AppError('template.text.bad');
      saves.push(edit.notation);
      return at(saves.length + 1, edit.notation);
    });
    root = createRoot(document.createElement('div'));
    await act(async () =>
      root.render(
        <QueryClientProvider client={new QueryClient()}>
          <Probe />
        </QueryClientProvider>,
      ),
    );
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    vi.useRealTimers();
  });
  const type = async (text: string, ms: number) => {
    await act(async () => notation?.type(text));
    await act(async () => await vi.advanceTimersByTimeAsync(ms));
  };

  it('is saved while somebody types without a pause', async () => {
    let text = 'a';
    for (let i = 0; i < 10; i++) {
      text += i;
      await type(text, 100);
    }
    expect(saves.length).toBeGreaterThan(2);
    await type(text, 300);
    expect(saves.at(-1)).toBe(text);
    expect(notation?.dirty).toBe(false);
  });

  it('waits without a complaint while it cannot be read, and is saved when it can', async () => {
    await type('ab{', 600);
    expect(saves).toEqual([]);
    expect(notation?.problem).toBeUndefined();
    expect(notation?.checked?.readable).toBe(false);
    await type('ab{}', 600);
    expect(saves).toEqual(['ab{}']);
  });
});
