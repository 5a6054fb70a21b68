import { Button } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useSearchParam } from '@/lib/navigate';
import { Empty } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import shared from './contracts.module.css';

/**
 * Making a draft for a customer, which then takes the place of the screen. With a customer in the
 * address it is made at once: instead says what is shown meanwhile. create gives the draft's id and
 * must stay the same between renderings.
 */
export function useBegin(path: string, create: (customerId: number) => Promise<number>) {
  const t = useText();
  const go = useGo();
  const back = useBack(path);
  const [customerParam] = useSearchParam('customer');
  const customerId = Number(customerParam) || 0;
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const begun = useRef(false);
  useEffect(warmUp, []);
  const begin = useCallback(
    async (customer: number) => {
      if (begun.current) return;
      begun.current = true;
      setBusy(true);
      try {
        go(`${path}/${await create(customer)}`, true);
      } catch (cause) {
        begun.current = false;
        setBusy(false);
        setError(cause);
      }
    },
    [go, path, create],
  );
  useEffect(() => {
    if (customerId > 0) void begin(customerId);
  }, [customerId, begin]);

  let instead: ReactNode;
  if (customerId > 0)
    instead =
      error === undefined ? (
        <output className={shared.opening}>{t.contracts.opening}</output>
      ) : (
        <Empty title={sentence(error)}>
          <Button onClick={() => go('/templates', true)}>{t.contracts.toTemplates}</Button>
          <Button variant="default" onClick={back}>
            {t.ui.actions.back}
          </Button>
        </Empty>
      );
  const problem = error !== undefined && (
    <p role="alert" className={shared.problem}>
      {sentence(error)}
    </p>
  );
  return { begin: (customer: number) => void begin(customer), busy, back, instead, problem };
}
