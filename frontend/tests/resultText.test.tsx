import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRef } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import type { Proposal } from '@/features/templates/library';
import { ResultText } from '@/features/templates/review/ResultText';

it('the text that comes out names what a reference points at, not its id', () => {
  const p = (...content: unknown[]) => ({ type: 'paragraph', content });
  const text = (said: string) => ({ type: 'text', text: said });
  const ref = (clause: string) => ({ type: 'ref', attrs: { clause } });
  const proposal = {
    definition: {
      language: 'en',
      fields: [],
      body: {
        type: 'doc',
        content: [
          { type: 'clause', content: [{ type: 'heading', content: [text('Goods')] }] },
          {
            type: 'clause',
            attrs: { id: 'c2' },
            content: [
              { type: 'heading', content: [text('Price')] },
              {
                type: 'clause',
                attrs: { id: 'c3' },
                content: [p(text('See '), ref('c3'), text('; '), ref('a1'))],
              },
            ],
          },
          { type: 'attachment', attrs: { id: 'a1', title: 'List' }, content: [p(text('Under '), ref('c2'))] },
        ],
      },
    },
    origins: [],
  } as unknown as Proposal;
  const host = document.createElement('div');
  flushSync(() =>
    createRoot(host).render(
      <QueryClientProvider client={new QueryClient()}>
        <ResultText proposal={proposal} sources={[]} pane={createRef()} />
      </QueryClientProvider>,
    ),
  );
  expect(host.textContent).toContain('See 2.1; Annex 1');
  expect(host.textContent).toContain('Under 2');
  expect(host.textContent).not.toMatch(/c2|c3|a1/);
});
