import { describe, expect, it, vi } from 'vitest';
import type { JobState } from '@/bridge';

const heard = new Set<(job: JobState) => void>();
let answer: (job: JobState) => void = () => undefined;
vi.mock('@/bridge', async (original) => ({
  ...(await original<typeof import('@/bridge')>()),
  on: (_: string, listener: (job: JobState) => void) => {
    heard.add(listener);
    return () => heard.delete(listener);
  },
  services: { job: { Get: () => new Promise((resolve) => (answer = resolve)) } },
}));
const { finished } = await import('@/lib/jobs');

const at = (done: number, state: JobState['state'] = 'running'): JobState => ({
  id: '1',
  kind: 'x',
  params: {},
  state,
  done,
  total: 6,
});
const tell = (job: JobState) => {
  for (const listener of [...heard]) listener(job);
};

describe('waiting for long work', () => {
  it('does not go back to an answer that is older than what was heard', async () => {
    const seen: number[] = [];
    const end = finished('1', (job) => seen.push(job.done));
    tell(at(2));
    answer(at(0));
    await Promise.resolve();
    tell({ ...at(6, 'done'), result: 'all' });
    expect(await end).toBe('all');
    expect(seen).toEqual([2, 6]);
  });

  it('takes the answer when it ended before anybody listened', async () => {
    const end = finished('1');
    answer({ ...at(6, 'done'), result: 'all' });
    expect(await end).toBe('all');
    expect(heard.size).toBe(0);
  });
});
