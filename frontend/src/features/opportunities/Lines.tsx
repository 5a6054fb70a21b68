import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useLinesGrid } from '@/lib/feature';
import { money } from '@/lib/format';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { formatScaled } from '@/ui/amount';
import { EditableField, Facts } from '@/ui/EditableField';
import { Section } from '@/ui/layout';
import { api, type Detail, type Line } from './api';
import css from './opportunities.module.css';
import type { Save } from './useOpportunity';

/** Milliseconds without a key before what was typed is saved. */
const REST = 600;
const COLUMNS = ['code', 'note'];

/** What is offered, line by line, and what it comes to; without lines the amount stands by itself. */
export function Lines({ detail, save }: { detail: Detail; save: Save }) {
  const t = useText();
  const l = t.opportunities.lines;
  const Grid = useLinesGrid();
  const [started, setStarted] = useState(false);
  const [pending, edit] = useSaved(save);
  const { id, currency, totals, margin } = detail;
  const { seesCosts } = useStaff();
  const memory = useMemo(
    () => ({
      key: `opportunity ${id}`,
      ask: (line: Parameters<typeof api.PriceMemory>[1]) => api.PriceMemory(id, line),
    }),
    [id],
  );
  const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });
  const shown = started || detail.lines.length > 0;
  const sum = (label: string, amount: number, note = '', strong = false) => (
    <>
      <span className={strong ? css.total : undefined}>
        {label}
        {note !== '' && <span className={css.by}>{note}</span>}
      </span>
      <span className={`num ${strong ? css.total : ''}`}>{money(amount, currency, true)}</span>
    </>
  );
  return (
    <Section title={l.title} count={detail.lines.length}>
      {!shown && (
        <div className={css.bar}>
          <p className={css.muted}>{l.none}</p>
          <Button variant="default" leftSection={<IconPlus size="1rem" />} onClick={() => setStarted(true)}>
            {l.add}
          </Button>
        </div>
      )}
      {shown && Grid && (
        <Suspense>
          <Grid
            customerId={detail.customerId}
            currency={currency}
            whole={detail.wholeDiscount}
            lines={detail.lines}
            totals={totals}
            columns={COLUMNS}
            pending={pending}
            wide={false}
            memory={memory}
            onChange={edit}
          />
        </Suspense>
      )}
      {detail.unreasoned.length > 0 && !pending && (
        <p className={css.warned} role="status">
          {t.contracts.form.floorReason(detail.unreasoned[0] ?? '', detail.unreasoned.length)}
        </p>
      )}
      {detail.lines.length > 0 && (
        <>
          <Facts>
            <EditableField
              label={l.whole}
              value={detail.wholeDiscount === 0 ? null : detail.wholeDiscount}
              editor={{ kind: 'percent' }}
              display={<span className="num">{formatScaled(detail.wholeDiscount, 2)}%</span>}
              onSave={(value) => save({ wholeDiscount: value ?? 0 })}
            />
          </Facts>
          <Checkbox
            label={l.net}
            checked={detail.netPrices}
            onChange={(event) => void save({ netPrices: event.currentTarget.checked }).catch(fail)}
          />
          <div className={css.sums}>
            {(totals.discount !== 0 || totals.tax !== 0) && sum(l.sum, totals.subtotal)}
            {totals.discount !== 0 && sum(l.discounted, -totals.discount)}
            {totals.tax !== 0 && sum(l.tax, totals.tax)}
            {sum(l.total, totals.total, '', true)}
            {seesCosts &&
              margin.cost > 0 &&
              sum(
                l.margin,
                margin.margin,
                [
                  l.marginNote(money(margin.cost, currency)),
                  margin.unknown > 0 ? l.unknown(margin.unknown) : '',
                ]
                  .filter((s) => s !== '')
                  .join(' · '),
              )}
          </div>
        </>
      )}
    </Section>
  );
}

/** Saves lines when the keys rest, one save after the other; true while the newest are not saved. */
function useSaved(save: Save): [boolean, (lines: Line[]) => void] {
  const [pending, setPending] = useState(false);
  const state = useRef<{ next?: Line[] | undefined; timer: number; running: boolean }>({
    timer: 0,
    running: false,
  });
  const latest = useRef(save);
  latest.current = save;
  const flush = useCallback(async () => {
    const now = state.current;
    window.clearTimeout(now.timer);
    if (now.running) return;
    now.running = true;
    while (now.next) {
      const lines = now.next;
      now.next = undefined;
      try {
        await latest.current({ lines });
      } catch (cause) {
        show({ text: sentence(cause), tone: 'bad' });
      }
    }
    now.running = false;
    setPending(false);
  }, []);
  // What was typed last is kept when the page is left.
  useEffect(() => () => void flush(), [flush]);
  const edit = useCallback(
    (lines: Line[]) => {
      state.current.next = lines;
      setPending(true);
      window.clearTimeout(state.current.timer);
      state.current.timer = window.setTimeout(() => void flush(), REST);
    },
    [flush],
  );
  return [pending, edit];
}
