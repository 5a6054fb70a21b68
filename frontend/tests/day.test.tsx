import { MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { text as words } from '@/i18n';
import { readDay, readWholeDay } from '@/lib/day';
import { DateInput } from '@/ui/inputs';

it('a day is read as people write it, and nothing else is', () => {
  for (const [text, day] of [
    ['2026-11-22', '2026-11-22'],
    ['2026/1/2', '2026-01-02'],
    ['2026.1.2', '2026-01-02'],
    ['20261122', '2026-11-22'],
    ['2026年11月2日', '2026-11-02'],
    ['２０２６－１１－２２', '2026-11-22'],
    ['2024-02-29', '2024-02-29'],
    ['1.11.2026', '2026-11-01'],
    ['31. 12. 2026', '2026-12-31'],
  ] as const)
    expect(readDay(text), text).toBe(day);
  for (const [text, day] of [
    ['24.5.6', '2024-05-06'],
    ['24/5/6', '2024-05-06'],
    ['24年5月6日', '2024-05-06'],
    ['46.1.2', '2046-01-02'],
    ['47.1.2', '1947-01-02'],
    ['12月10日', '2026-12-10'],
    ['１２月１０号', '2026-12-10'],
  ] as const)
    expect(readDay(text, 2026), text).toBe(day);
  for (const text of [
    '',
    '2',
    '2026',
    '2026-11',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    'tomorrow',
    '24.13.6',
    '13/32/2024',
    '12.31.2026',
    '2-3-2025',
    '5.6',
    '5月',
  ])
    expect(readDay(text), text).toBeUndefined();
  expect(readWholeDay('2026-11-2')).toBeUndefined();
  expect(readWholeDay('2026-11-22')).toBe('2026-11-22');
  expect(readWholeDay('1.11.2026')).toBe('2026-11-01');
  expect(readWholeDay('1.11.202')).toBeUndefined();
});

function Field({ taken }: { taken: string[] }) {
  const [day, setDay] = useState('2020-05-05');
  return (
    <DateInput
      ariaLabel="day"
      value={day}
      onChange={(next) => {
        taken.push(next);
        setDay(next);
      }}
    />
  );
}

it('a day that is typed is taken once, when it is whole or the field is left', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const taken: string[] = [];
  const root = createRoot(host);
  flushSync(() =>
    root.render(
      <MantineProvider env="test">
        <Field taken={taken} />
      </MantineProvider>,
    ),
  );
  const input = host.querySelector('input') as HTMLInputElement;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const type = (...steps: string[]) => {
    for (const typed of steps)
      flushSync(() => {
        set?.call(input, typed);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
  };
  const leave = () => flushSync(() => input.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  const calendar = () => document.querySelector('[data-dates-dropdown]') !== null;
  type('2', '2026-1', '2026-11-2', '2026-11-22');
  expect(taken).toEqual(['2026-11-22']);
  // Enter sends the form off; the calendar does not lie over its buttons.
  expect(calendar()).toBe(true);
  flushSync(() => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
  expect(calendar()).toBe(false);
  flushSync(() => input.click());
  expect(calendar()).toBe(true);
  leave();
  type('2026/1/2');
  expect(taken).toEqual(['2026-11-22']);
  leave();
  expect(taken).toEqual(['2026-11-22', '2026-01-02']);
  type('2026-02-30');
  leave();
  expect(taken).toHaveLength(2);
  expect(host.textContent).toContain(words().ui.dates.noDay('2026-02-30'));
  // What cannot be read stays to be put right.
  expect(input.value).toBe('2026-02-30');
  type('12月10日');
  leave();
  const day = `${new Date().getFullYear()}-12-10`;
  expect(taken.at(-1)).toBe(day);
  expect(input.value).toBe(day);
  expect(host.textContent).not.toContain(words().ui.dates.noDay('2026-02-30'));
  // Tab passes over the button that clears: the keyboard clears by emptying the text.
  const clear = host.querySelector<HTMLElement>(`[aria-label="${words().ui.dates.clear}"]`);
  expect(clear?.tabIndex).toBe(-1);
  type('');
  leave();
  expect(taken.at(-1)).toBe('');
  expect(input.value).toBe('');
  root.unmount();
}, 60_000);
