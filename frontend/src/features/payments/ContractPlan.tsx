import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { fieldSentences, sentence } from '@/lib/errors';
import { money, today } from '@/lib/format';
import { show } from '@/lib/toasts';
import { useInTurn } from '@/lib/turns';
import { LinkButton, Section } from '@/ui/layout';
import { api, keys, kinds, type NewRow, type Plan } from './api';
import { ask } from './ask';
import { Bar, PaymentList } from './Pieces';
import { PlanGrid } from './PlanGrid';
import css from './payments.module.css';

const WHOLE = 10_000;

/** 回款 on the contract's screen: the plan, what arrived, and what of it is still to come. */
export default function ContractPlan({ contractId }: { contractId: number }) {
  const t = useText();
  const plan = useQuery({
    queryKey: keys.plan(contractId),
    queryFn: () => api.Plan(contractId),
    meta: { kinds },
  }).data;
  // On a contract's screen the shortcut is about that contract.
  useCommand('payments.record', () => plan && recordFor(plan));
  if (!plan) return null;
  return (
    <div className={css.plan}>
      <PlanSection key={contractId} plan={plan} />
      {(plan.payments.length > 0 || plan.rows.length > 0 || plan.free !== 0) && (
        <Section
          title={t.payments.title}
          count={plan.payments.length}
          action={plan.editable && plan.rows.length > 0 && <RecordButton plan={plan} />}
        >
          {plan.payments.length === 0 && <p className={css.muted}>{t.payments.nothingYet}</p>}
          <PaymentList list={plan.payments} contracts={false} />
          {plan.free !== 0 && (
            <p className={css.muted}>{t.payments.freeNote(money(plan.free, plan.currency))}</p>
          )}
        </Section>
      )}
    </div>
  );
}

const recordFor = (plan: Plan) =>
  ask({ form: 'record', direction: 'in', customerId: plan.customerId, contractId: plan.contractId });

function RecordButton({ plan }: { plan: Plan }) {
  const t = useText();
  return (
    <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => recordFor(plan)}>
      {t.payments.record}
    </Button>
  );
}

function PlanSection({ plan }: { plan: Plan }) {
  const t = useText();
  const p = t.payments;
  const client = useQueryClient();
  const [problems, setProblems] = useState<Record<string, string>>({});
  /** A row that has neither share nor amount yet is not saved. */
  const [blank, setBlank] = useState(false);
  const inTurn = useInTurn();
  const key = keys.plan(plan.contractId);
  const put = (change: (rows: NewRow[]) => NewRow[]) =>
    inTurn(async () => {
      const now = client.getQueryData<Plan>(key)?.rows ?? plan.rows;
      const next = change(now);
      if (JSON.stringify(next) === JSON.stringify(now)) return;
      try {
        client.setQueryData(key, await api.SavePlan(plan.contractId, next));
        setProblems({});
        setBlank(false);
      } catch (cause) {
        const refused = fieldSentences(cause);
        setProblems(refused);
        if (Object.keys(refused).length === 0) {
          show({ text: sentence(cause), tone: 'bad' });
          void client.invalidateQueries({ queryKey: key });
        }
      }
    });
  const add = () => {
    const shares = plan.rows.reduce((sum, row) => sum + row.share, 0);
    const fixed = plan.rows.some((row) => row.share === 0);
    const row = newRow(plan);
    if (!fixed && shares < WHOLE) void put((rows) => [...rows, { ...row, share: WHOLE - shares }]);
    else if (plan.differs > 0) void put((rows) => [...rows, { ...row, amount: plan.differs }]);
    else setBlank(true);
  };
  const last = plan.rows.at(-1);
  const fits = last && last.amount + plan.differs >= Math.max(last.paid, 1);
  return (
    <Section title={p.plan}>
      {plan.rows.length === 0 && !blank ? (
        <Suggestions plan={plan} onPut={(rows) => put(() => rows)} onBlank={() => setBlank(true)} />
      ) : (
        <>
          <PlanGrid
            plan={plan}
            problems={problems}
            blank={blank ? newRow(plan) : undefined}
            onPut={put}
            onBlank={setBlank}
          />
          <div className={css.planFoot}>
            {plan.editable && (
              <Button variant="default" leftSection={<IconPlus size="1rem" />} disabled={blank} onClick={add}>
                {p.addRow}
              </Button>
            )}
            <span className={css.gap} />
            <span className={css.planSum}>
              {p.sum} <b className="num">{money(plan.sum, plan.currency)}</b>
              {plan.differs === 0 && <span className={css.paid}> {p.adds}</span>}
            </span>
          </div>
          {plan.differs !== 0 && (
            <p className={css.differs} role="status">
              {plan.differs > 0
                ? p.less(money(plan.differs, plan.currency))
                : p.more(money(-plan.differs, plan.currency))}
              {plan.editable && last && fits && (
                <LinkButton
                  onClick={() =>
                    void put((rows) =>
                      rows.map((row) =>
                        row.id === last.id ? { ...row, share: 0, amount: last.amount + plan.differs } : row,
                      ),
                    )
                  }
                >
                  {p.toLast}
                </LinkButton>
              )}
            </p>
          )}
          <Bar
            paid={plan.paid}
            overdue={plan.overdue}
            whole={Math.max(plan.amount, plan.sum)}
            label={p.barOf(money(plan.paid, plan.currency), money(plan.owed, plan.currency))}
          />
          <p className={css.barText}>
            <span>
              {p.paid} <b className={`num ${css.paid}`}>{money(plan.paid, plan.currency)}</b>
            </span>
            {plan.owes ? (
              <span>
                {p.owed} <b className="num">{money(plan.owed, plan.currency)}</b>
              </span>
            ) : (
              <span className={css.muted}>{plan.editable ? p.notYet : p.notOwed}</span>
            )}
            {plan.overdue > 0 && (
              <span>
                {p.overdue} <b className={`num ${css.overdue}`}>{money(plan.overdue, plan.currency)}</b>
              </span>
            )}
          </p>
        </>
      )}
    </Section>
  );
}

const newRow = (plan: Plan): NewRow => ({
  id: 0,
  uid: '',
  createdAt: 0,
  updatedAt: 0,
  version: 0,
  contractId: plan.contractId,
  n: plan.rows.length + 1,
  kind: plan.rows.length === 0 ? 'deposit' : 'final',
  share: 0,
  amount: 0,
  dueOn: today(),
  remindDays: 7,
  note: '',
});

/** Usual plans, one click each; every row can be changed afterwards. */
function Suggestions(props: { plan: Plan; onPut: (rows: NewRow[]) => Promise<void>; onBlank: () => void }) {
  const t = useText();
  const p = t.payments;
  const { plan } = props;
  if (!plan.editable) return <p className={css.muted}>{p.noPlan}</p>;
  if (plan.amount === 0) return <p className={css.muted}>{p.noAmount}</p>;
  const names = p.suggest as Record<string, (days: number) => string>;
  return (
    <>
      <p className={css.muted}>{p.emptyPlan(money(plan.amount, plan.currency))}</p>
      <div className={css.suggestions}>
        {plan.suggestions.map((s) => (
          <Button key={s.key} variant="default" onClick={() => void props.onPut(s.rows)}>
            {names[s.key]?.(s.days) ?? s.key}
          </Button>
        ))}
        <LinkButton onClick={props.onBlank}>{p.own}</LinkButton>
      </div>
    </>
  );
}
