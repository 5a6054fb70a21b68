import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { ago, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { LinkButton, Section } from '@/ui/layout';
import { api, type Judgement, keys, kinds, type Part } from './api';
import css from './insight.module.css';
import { daysAgo } from './words';

const act = (work: Promise<unknown>) =>
  void work.catch((cause) => show({ text: sentence(cause), tone: 'bad' }));

/** On the customer's page: the score with the rows behind it, and the stage with its reason. */
export default function CustomerKnown({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const known = useQuery({
    queryKey: keys.of(customerId),
    queryFn: () => api.Of(customerId),
    meta: { kinds },
  }).data;
  if (!known) return null;
  return (
    <Section title={t.insight.known}>
      <Score id={customerId} known={known} compact={compact} />
      <Stage id={customerId} known={known} />
    </Section>
  );
}

function Score({ id, known, compact }: { id: number; known: Judgement; compact: boolean }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const waiting = known.suggested !== '' && known.suggested !== known.tier;
  return (
    <>
      <div className={css.headline}>
        <span className={`num ${css.scoreBig}`}>{t.insight.points(known.score)}</span>
        <span>
          {known.worth.sales === 0
            ? t.insight.noSales
            : known.suggested === ''
              ? t.insight.noTierYet(known.buyers, known.fewest)
              : t.insight.suggested(known.suggested)}
          {known.suggested !== '' && (
            <span className={css.muted}>
              {' · '}
              {waiting ? t.insight.tierNow(known.tier === '' ? t.insight.none : known.tier) : t.insight.fits}
            </span>
          )}
        </span>
      </div>
      {waiting && (
        <div className={css.actions}>
          <Button size="xs" onClick={() => act(api.Accept([id]))}>
            {t.insight.accept} {known.suggested}
          </Button>
          {known.putOff ? (
            <LinkButton onClick={() => act(api.Reconsider([id]))}>{t.insight.reconsider}</LinkButton>
          ) : (
            <LinkButton onClick={() => act(api.NotNow([id]))}>{t.insight.notNow}</LinkButton>
          )}
        </div>
      )}
      {!compact && (
        <>
          <dl className={css.parts}>
            {known.parts.map((part) => (
              <PartRow key={part.key} part={part} known={known} />
            ))}
          </dl>
          {known.creditLimit > 0 && (
            <p className={css.muted}>
              {t.insight.credit(money(known.creditLimit, known.creditCurrency), money(known.owed))}
            </p>
          )}
          {known.sales.length + known.promises.length + known.lates.length > 0 && (
            <LinkButton onClick={() => setOpen(!open)}>
              {open
                ? t.insight.hideSales
                : known.promises.length + known.lates.length > 0
                  ? t.insight.showRows
                  : t.insight.showSales}
            </LinkButton>
          )}
          {open && known.sales.length > 0 && <Sales known={known} />}
          {open && known.promises.length > 0 && <Promises known={known} />}
          {open && known.lates.length > 0 && <Lates known={known} />}
        </>
      )}
    </>
  );
}

/** Points that are added to the others or taken off. */
const signed = (points: number) => (points > 0 ? `+${points}` : `${points}`);

function PartRow({ part, known }: { part: Part; known: Judgement }) {
  const t = useText();
  const why = t.insight.partWhy;
  const name = part.key as keyof typeof why & keyof typeof t.insight.parts;
  const reasons: Record<typeof name, string> = {
    value: why.value(money(known.worth.total)),
    recency: why.recency(known.worth.lastDay === '' ? '' : daysAgo(known.worth.lastDay)),
    frequency: why.frequency(known.worth.days),
    activity: known.lastAt === 0 ? why.noActivity : why.activity(ago(known.lastAt), known.talks),
    potential: why.potential(money(known.promised), known.promises.length),
    late: why.late(known.lateDays, known.lates.length),
  };
  const ranked = name === 'value' || name === 'recency' || name === 'frequency';
  return (
    <div className={css.part} title={ranked ? t.insight.among(part.step, known.buyers) : undefined}>
      <dt>{t.insight.parts[name]}</dt>
      <dd className={css.muted}>{reasons[name]}</dd>
      <dd className={`num ${css.right}`}>
        {part.max === 0 ? signed(part.points) : t.insight.partOf(part.points, part.max)}
      </dd>
    </div>
  );
}

function Sales({ known }: { known: Judgement }) {
  const t = useText();
  const go = useGo();
  return (
    <>
      <ul className={css.sales} aria-label={t.insight.salesBehind(known.worth.sales)}>
        {known.sales.map((sale) => (
          <li key={sale.contractId}>
            <button type="button" className={css.name} onClick={() => go(`/contracts/${sale.contractId}`)}>
              {sale.number || sale.name}
            </button>
            <span className={`num ${css.muted}`}>{sale.day}</span>
            <span className={`num ${css.right}`}>{money(sale.amount, sale.currency)}</span>
          </li>
        ))}
      </ul>
      {known.worth.sales > known.sales.length && (
        <p className={css.muted}>{t.insight.allSales(known.sales.length)}</p>
      )}
      {known.worth.other > 0 && <p className={css.muted}>{t.insight.reason.other(known.worth.other)}</p>}
    </>
  );
}

/** The open opportunities behind the potential; other money than CNY adds nothing to it. */
function Promises({ known }: { known: Judgement }) {
  const t = useText();
  const go = useGo();
  return (
    <ul className={css.sales} aria-label={t.insight.promisesBehind(known.promises.length)}>
      {known.promises.map((o) => (
        <li key={o.id}>
          <button type="button" className={css.name} onClick={() => go(`/opportunities/${o.id}`)}>
            {o.name}
          </button>
          <span className={`num ${css.muted}`}>
            {money(o.amount, o.currency)} × {o.probability / 100}%
          </span>
          <span className={`num ${css.right}`}>{money(o.weighted, o.currency)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What came late or is overdue, behind the credit risk. */
function Lates({ known }: { known: Judgement }) {
  const t = useText();
  const go = useGo();
  return (
    <ul className={css.sales} aria-label={t.insight.latesBehind(known.lates.length)}>
      {known.lates.map((row) => (
        <li key={`${row.contractId}/${row.dueOn}/${row.paidOn}/${row.amount}`}>
          <button type="button" className={css.name} onClick={() => go(`/contracts/${row.contractId}`)}>
            {row.number || row.name}
          </button>
          <span className={`num ${css.muted}`}>
            {row.paidOn === '' ? t.insight.unpaid(row.days) : t.insight.paidLate(row.days)}
          </span>
          <span className={`num ${css.right}`}>{money(row.amount)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Where the customer stands: by which rule, or fixed by hand until it is released. */
function Stage({ id, known }: { id: number; known: Judgement }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const { lifecycle } = known;
  const word = (stage: string) => shared(`customer.lifecycle.${stage}`);
  const why = lifecycle.why.code === '' ? '' : shared(lifecycle.why.code, lifecycle.why.params);
  return (
    <div className={css.stage}>
      <div className={css.stageHead}>
        <span>
          {t.insight.stage} <b>{word(lifecycle.stage)}</b>
        </span>
        {lifecycle.on && (
          <span className={css.badge}>{lifecycle.fixed ? t.insight.byHand : t.insight.byRule}</span>
        )}
      </div>
      {lifecycle.on ? (
        <>
          <p className={css.muted}>
            {lifecycle.fixed && lifecycle.byRule !== lifecycle.stage
              ? `${t.insight.ruleSays(word(lifecycle.byRule))} · ${why}`
              : why}
          </p>
          <div className={css.actions}>
            {lifecycle.fixed ? (
              <LinkButton onClick={() => act(api.Release(id))}>{t.insight.release}</LinkButton>
            ) : (
              <LinkButton onClick={() => act(api.Fix(id, ''))}>{t.insight.hold}</LinkButton>
            )}
            <LinkButton onClick={() => go('/settings/insight')}>{t.insight.rules}</LinkButton>
          </div>
        </>
      ) : (
        <p className={css.muted}>{t.insight.rulesOff}</p>
      )}
    </div>
  );
}
