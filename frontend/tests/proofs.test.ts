import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Proof, Proofs, QUIET, type Screen, type Seen } from '@/ui/pdf/proofs';

/** A call that the test answers when it likes. */
interface Call {
  seen: Seen[] | undefined;
  answer: (proof: Proof) => void;
  refuse: (cause: unknown) => void;
}
const settled = () => vi.advanceTimersByTimeAsync(0);
const whole = (mark: string): Proof => ({ url: `/doc/${mark}`, marks: [mark] });
const patch = (mark: string): Proof => ({
  url: '',
  marks: [mark],
  patch: { pdf: 'JVBERi0=', bands: [[{ y: 0, h: 1000 }]] },
});
const nothing = (mark: string): Proof => ({ url: '', marks: [mark], patch: { pdf: '', bands: [null] } });

function world() {
  const calls: Call[] = [];
  const proofs = new Proofs<Proof>(
    (seen) => new Promise((answer, refuse) => calls.push({ seen, answer, refuse })),
  );
  const shown: Proof[] = [];
  const screen: Screen = {
    seen: () => {
      const mark = shown.at(-1)?.marks?.[0];
      return mark === undefined ? [] : [{ page: 0, mark }];
    },
    show: async (proof) => void shown.push(proof),
  };
  return { calls, proofs, shown, screen };
}

/** With a whole file on screen. */
async function open() {
  const w = world();
  const leave = w.proofs.attach(w.screen);
  w.calls[0]?.answer(whole('a'));
  await settled();
  return { ...w, leave };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('pages that follow what is typed', () => {
  it('begin with the whole file, and nothing is asked for before there is a screen', async () => {
    const { calls, proofs, shown, screen } = world();
    proofs.changed();
    expect(calls).toHaveLength(0);
    proofs.attach(screen);
    expect(calls.map((call) => call.seen)).toEqual([undefined]);
    calls[0]?.answer(whole('a'));
    await settled();
    expect(shown).toEqual([whole('a')]);
    expect(proofs.state().proof).toEqual(whole('a'));
  });

  it('are asked for in the very turn of the key, with what is on screen', async () => {
    const { calls, proofs } = await open();
    proofs.changed();
    expect(calls[1]?.seen).toEqual([{ page: 0, mark: 'a' }]);
  });

  it('have one call under way, and the keys typed meanwhile are one more', async () => {
    const { calls, proofs, shown } = await open();
    proofs.changed();
    for (let i = 0; i < 5; i++) proofs.changed();
    expect(calls).toHaveLength(2);
    calls[1]?.answer(patch('b'));
    await settled();
    expect(calls).toHaveLength(3);
    expect(calls[2]?.seen).toEqual([{ page: 0, mark: 'b' }]);
    calls[2]?.answer(patch('c'));
    await settled();
    expect(calls).toHaveLength(3);
    expect(shown.map((proof) => proof.marks?.[0])).toEqual(['a', 'b', 'c']);
  });

  it('are the whole file again when typing pauses, counted from the last change of the page', async () => {
    const { calls, proofs, shown } = await open();
    proofs.changed();
    calls[1]?.answer(patch('b'));
    await vi.advanceTimersByTimeAsync(QUIET - 200);
    proofs.changed(); // a save, after which the page looks the same
    calls[2]?.answer(nothing('b'));
    await vi.advanceTimersByTimeAsync(150);
    expect(calls).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls[3]?.seen).toBeUndefined();
    calls[3]?.answer(whole('b'));
    await settled();
    expect(shown.at(-1)).toEqual(whole('b'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls).toHaveLength(4);
  });

  it('stay as they are when nothing on them changed', async () => {
    const { calls, proofs } = await open();
    proofs.changed();
    calls[1]?.answer(nothing('a'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls).toHaveLength(2);
  });

  it('do not wait for a whole file that is on its way when somebody types on', async () => {
    const { calls, proofs, shown } = await open();
    proofs.changed();
    calls[1]?.answer(patch('b'));
    await vi.advanceTimersByTimeAsync(QUIET + 100);
    expect(calls).toHaveLength(3);
    proofs.changed();
    expect(calls[3]?.seen).toEqual([{ page: 0, mark: 'b' }]);
    calls[3]?.answer(patch('c'));
    await settled();
    calls[2]?.answer(whole('b')); // late, and older
    await settled();
    expect(shown.at(-1)).toEqual(patch('c'));
  });

  it('stay when a proof is refused, say so, and go on with the next change', async () => {
    const { calls, proofs, shown } = await open();
    proofs.changed();
    calls[1]?.refuse('no');
    await settled();
    expect(proofs.state()).toEqual({ proof: whole('a'), error: 'no' });
    expect(shown).toEqual([whole('a')]);
    proofs.changed();
    calls[2]?.answer(patch('b'));
    await settled();
    expect(proofs.state()).toEqual({ proof: patch('b'), error: undefined });
  });

  it('are left alone when the screen is gone', async () => {
    const { calls, proofs, shown, leave } = await open();
    proofs.changed();
    leave();
    calls[1]?.answer(patch('b'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(shown).toEqual([whole('a')]);
    proofs.changed();
    expect(calls).toHaveLength(2);
  });
});
