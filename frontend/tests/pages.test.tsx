import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyBands, PageSheet } from '@/ui/pdf/PageSheet';
import { Stage } from '@/ui/pdf/stage';

/** The pages drawn so far: file and number. */
const drawn = vi.hoisted(() => [] as string[]);
vi.mock('@/ui/pdf/engine', () => ({
  openPaper: async (from: string | Uint8Array) => {
    const name = typeof from === 'string' ? from : 'patch';
    const pages = [1, 2].map((n) => ({
      name: `${name} ${n}`,
      getViewport: () => ({ width: 600, height: 800 }),
    }));
    return { pages, close: () => undefined };
  },
  drawPage: (page: { name: string }, width: number) => {
    drawn.push(page.name);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = (width * 800) / 600;
    canvas.title = page.name;
    return { canvas, done: Promise.resolve(), stop: () => undefined };
  },
}));

const never = new AbortController().signal;
let stage: Stage;
let root: Root;
let host: HTMLElement;
let scale = 1;
let stale = 0;

const render = () =>
  act(async () => {
    root.render(
      (stage.shown()?.sheets ?? []).map((sheet, i) => (
        <PageSheet
          // biome-ignore lint/suspicious/noArrayIndexKey: as in the view
          key={i}
          number={i + 1}
          sheet={sheet}
          scale={scale}
          many={false}
          label={`${i + 1}`}
          stage={stage}
        />
      )),
    );
    await new Promise((resolve) => setTimeout(resolve));
  });
async function show(...proof: Parameters<Stage['show']>[0][]) {
  for (const one of proof) {
    await stage.show(one, never);
    await render();
  }
}
const canvases = () => [...host.querySelectorAll('canvas')];
const whole = (url: string, ...marks: string[]) => ({ url, marks });
const patch = (marks: string[], ...bands: ({ y: number; h: number }[] | null)[]) => ({
  url: '',
  marks,
  patch: { pdf: btoa('%PDF'), bands },
});
const row = [{ y: 100_000, h: 20_000 }];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
      observe() {
        this.tell([{ isIntersecting: true }]);
      }
      disconnect() {}
    },
  );
  drawn.length = 0;
  scale = 1;
  stale = 0;
  stage = new Stage();
  stage.open({ current: null }, () => stale++);
  host = document.createElement('div');
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

describe('pages on screen', () => {
  it('are kept where they look the same in the new file', async () => {
    await show(whole('first', 'a', 'b'));
    const [one, two] = canvases();
    await show(whole('second', 'a', 'c'));
    expect(drawn).toEqual(['first 1', 'first 2', 'second 2']);
    expect(canvases()[0]).toBe(one);
    expect(canvases()[1]).not.toBe(two);
  });

  it('are drawn again where the file does not say what is on them', async () => {
    await show({ url: 'first' }, { url: 'second' });
    expect(drawn).toEqual(['first 1', 'first 2', 'second 1', 'second 2']);
  });

  it('keep their canvas when a part is patched, and are drawn from the whole file after it', async () => {
    await show(whole('first', 'a', 'b'));
    const before = canvases();
    await show(patch(['a2', 'b'], row, null));
    expect(drawn.slice(2)).toEqual(['patch 1']);
    expect(canvases()).toEqual(before);
    await show(whole('second', 'a2', 'b'));
    expect(drawn.slice(3)).toEqual(['second 1']);
  });

  it('are not touched by a patch in which nothing changed', async () => {
    await show(whole('first', 'a', 'b'));
    await show({ url: '', marks: ['a', 'b'], patch: { pdf: '', bands: [null, null] } });
    await show(whole('second', 'a', 'b'));
    expect(drawn).toEqual(['first 1', 'first 2']);
  });

  it('take the place of the old page when all of it is patched', async () => {
    await show(whole('first', 'a', 'b'));
    await show(patch(['a2', 'b'], [{ y: 0, h: 800_000 }], null));
    expect(canvases().map((canvas) => canvas.title)).toEqual(['patch 1', 'first 2']);
  });

  it('appear and go with the pages of a patch', async () => {
    await show(whole('first', 'a', 'b'));
    await show(patch(['a2', 'b', 'c'], row, null, null));
    expect(host.querySelectorAll('[data-page]')).toHaveLength(3);
    await show(patch(['a3'], row));
    expect(host.querySelectorAll('[data-page]')).toHaveLength(1);
  });

  it('ask for what is newer when an older whole file had to be drawn', async () => {
    await show(whole('first', 'a', 'b'), patch(['a2', 'b'], row, null));
    expect(stale).toBe(0);
    scale = 2;
    await render();
    expect(drawn.slice(3)).toEqual(['first 1', 'first 2']);
    expect(stale).toBe(1);
  });
});

describe('bands', () => {
  it('are copied in whole pixels that cover them', () => {
    const copied: unknown[][] = [];
    const to = {
      width: 300,
      height: 400,
      getContext: () => ({
        save: () => undefined,
        restore: () => undefined,
        setTransform: () => undefined,
        drawImage: (...args: unknown[]) => copied.push(args.slice(1)),
      }),
    } as unknown as HTMLCanvasElement;
    copyBands(
      document.createElement('canvas'),
      to,
      [
        { y: 101_000, h: 20_000 },
        { y: 790_000, h: 20_000 },
      ],
      800,
    );
    expect(copied).toEqual([
      [0, 50, 300, 11, 0, 50, 300, 11],
      [0, 395, 300, 5, 0, 395, 300, 5],
    ]);
  });
});
