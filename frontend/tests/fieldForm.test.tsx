import { MantineProvider } from '@mantine/core';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import type { Field } from '@/features/templates/api';
import { FieldForm } from '@/features/templates/FieldForm';
import { COLUMNS } from '@/features/templates/fieldKeys';
import { text as words } from '@/i18n';

it('says beside its buttons why a field cannot be taken, however long the form is', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  flushSync(() =>
    root.render(
      <MantineProvider env="test">
        <FieldForm
          field={{ key: '', label: 'Plan', type: 'list', columns: [{ key: '', label: '', type: 'text' }] }}
          definition={{ fields: [] }}
          sources={[]}
          onSave={async () => undefined}
          onClose={() => undefined}
        />
      </MantineProvider>,
    ),
  );
  const done = host.querySelector<HTMLButtonElement>('button[type=submit]');
  flushSync(() => done?.click());
  const foot = done?.parentElement;
  expect(foot?.querySelector('[role=alert]')?.textContent).toBe(words().templates.editor.columnsBad(COLUMNS));
  root.unmount();
  host.remove();
});

it('offers “as in the last contract” for what can go from one to the next, and keeps it', async () => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const e = words().templates.editor;
  const saved: Field[] = [];
  const show = (field: Field) =>
    flushSync(() =>
      root.render(
        <MantineProvider env="test">
          <FieldForm
            key={field.key}
            field={field}
            definition={{ fields: [] }}
            sources={[]}
            onSave={async (next) => void saved.push(next)}
            onClose={() => undefined}
          />
        </MantineProvider>,
      ),
    );
  const box = () =>
    [...host.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].find((input) =>
      [...(input.labels ?? [])].some((label) => label.textContent?.includes(e.asLast)),
    );
  const done = () => flushSync(() => host.querySelector<HTMLButtonElement>('button[type=submit]')?.click());
  show({ key: 'law', label: 'Law', type: 'text' });
  flushSync(() => box()?.click());
  done();
  // What belongs to one contract, or comes from somewhere, is not offered it and does not keep it.
  show({ key: 'day', label: 'Day', type: 'date', asLast: true });
  expect(box()).toBeUndefined();
  done();
  show({ key: 'name', label: 'Name', type: 'text', source: 'customer.name', asLast: true });
  expect(box()).toBeUndefined();
  done();
  await Promise.resolve();
  expect(saved.map((f) => [f.key, f.asLast])).toEqual([
    ['law', true],
    ['day', undefined],
    ['name', undefined],
  ]);
  root.unmount();
  host.remove();
});
