import { it } from 'vitest';
import { zh } from '@/i18n/zh-CN';
import { App } from './app';

// A card dragged over a board of a thousand. Run with "go run ./build measure"; the figures are
// printed, nothing is asserted about them: machines differ, and others work on them.

const CARDS = 1000;
/** Turns of the pointer across the board and back. */
const TURNS = 3;

/** Frames from now until the page is asked for them: the milliseconds of each. */
function watchFrames() {
  const frames: number[] = [];
  let last = performance.now();
  const note = (now: number) => {
    frames.push(now - last);
    last = now;
    if (frames.length < 100_000) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  Object.assign(window, { frames });
}

it('a card dragged over a board of 1,000', async () => {
  const app = await App.start('zh-CN');
  const { page } = app;
  const made = await app.call<{ customer: { id: number } }>('customer.Create', { name: '恒信建材' }, []);
  const [pipeline] = await app.call<{ stages: { id: number }[] }[]>('opportunity.Pipelines');
  const stages = pipeline?.stages.map((stage) => stage.id) ?? [];
  await page.evaluate(
    async ([customerId, ids, count]) => {
      for (let i = 0; i < count; i++) {
        const opportunity = {
          customerId,
          stageId: ids[i % ids.length],
          name: `商机 ${i}`,
          amount: 100_000 + i,
        };
        await fetch('/rpc/opportunity.Create', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify([opportunity]),
        });
      }
    },
    [made.customer.id, stages, CARDS] as const,
  );
  await app.open('/opportunities');
  const columns = page.locator('section[data-drop]');
  await columns
    .first()
    .getByText(String(CARDS / stages.length), { exact: true })
    .waitFor();
  await page.waitForTimeout(1500);
  const boxes = await Promise.all((await columns.all()).map((column) => column.boundingBox()));
  const card = await page.locator('[data-card]').first().boundingBox();
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (!card || !first || !last) throw new Error('the board is not in sight');

  await page.mouse.move(card.x + 40, card.y + 40);
  await page.mouse.down();
  await page.mouse.move(card.x + 60, card.y + 60);
  await page.waitForTimeout(300);
  await page.evaluate(watchFrames);
  for (let turn = 0; turn < TURNS; turn++) {
    await page.mouse.move(last.x + last.width / 2, last.y + 200, { steps: 60 });
    await page.mouse.move(first.x + first.width / 2, first.y + 300, { steps: 60 });
  }
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
  await page.mouse.move(last.x + last.width / 2, last.y + 200, { steps: 10 });
  await page.waitForTimeout(100);
  await page.evaluate(watchFrames);
  await page.mouse.up();
  await page.getByRole('dialog').waitFor();
  const dropped = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));

  const figures = (list: number[]) => {
    const sorted = [...list].sort((a, b) => a - b);
    const at = (share: number) =>
      (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
    const mean = list.reduce((sum, ms) => sum + ms, 0) / Math.max(1, list.length);
    return `${list.length} frames, ${(1000 / mean).toFixed(1)} a second; ms: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, worst ${at(1)}`;
  };
  console.log(`${zh.opportunities.title}: under way ${figures(frames)}\n  dropped ${figures(dropped)}`);
});
