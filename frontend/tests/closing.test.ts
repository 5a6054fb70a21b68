import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  window.go = undefined;
  window.runtime = undefined;
  vi.resetModules();
});

it('the window closes after what was typed is saved, not before', async () => {
  const order: string[] = [];
  const heard: Record<string, () => void> = {};
  let saved = () => {};
  window.runtime = {
    EventsOn: (name, callback) => {
      heard[name] = callback;
      return () => {};
    },
  };
  const said = (what: string) => async () => {
    order.push(what);
  };
  const update = () => {
    order.push('saving');
    return new Promise<void>((resolve) => {
      saved = () => {
        order.push('saved');
        resolve();
      };
    });
  };
  window.go = {
    shell: { Service: { HoldClose: said('hold'), Quit: said('quit') } },
    customer: { Service: { Update: update } },
  };
  const { answerClosing, services } = await import('@/bridge');
  answerClosing();
  const field = document.createElement('input');
  field.addEventListener('blur', () => void services.customer.Update(1, 1, {}));
  document.body.append(field);
  field.focus();

  heard.closing?.();
  await vi.waitFor(() => expect(order).toEqual(['hold', 'saving']));
  saved();
  await vi.waitFor(() => expect(order).toEqual(['hold', 'saving', 'saved', 'quit']));
  field.remove();
});
