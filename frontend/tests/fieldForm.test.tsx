import { MantineProvider } from '@mantine/core';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
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
