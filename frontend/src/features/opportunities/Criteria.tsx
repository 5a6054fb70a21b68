import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { ask } from '@/lib/talk';
import { show } from '@/lib/toasts';
import { DateInput, MoneyInput } from '@/ui/inputs';
import { LinkButton } from '@/ui/layout';
import { api, customers, type Detail, type Judged } from './api';
import css from './opportunities.module.css';
import type { Save } from './useOpportunity';
import { useWords } from './words';

const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** Criteria with what meets them; what is missing can be filled in where it stands. */
export function Criteria(props: { detail: Detail; judged: Judged[]; save: Save; closed?: boolean }) {
  const t = useText();
  const c = t.opportunities.criteria;
  return (
    <ul className={css.criteria}>
      {props.judged.map((one) => (
        <li key={`${one.stageId} ${one.key}`} className={css.criterion}>
          {one.met ? (
            <IconCircleCheck size="1.25rem" className={css.met} aria-label={c.met} />
          ) : (
            <IconCircleDashed size="1.25rem" className={css.unmet} aria-label={c.open} />
          )}
          <div className={css.criterionMain}>
            <span className={css.question}>
              {one.name}
              {one.met && <MetBy one={one} />}
            </span>
            {!one.met && one.action !== '' && <span className={css.muted}>{one.action}</span>}
            {!one.met && one.example !== '' && (
              <details className={css.example}>
                <summary>{c.example}</summary>
                {one.example}
              </details>
            )}
            {!props.closed && (!one.met || one.kind === 'tick') && <Fix {...props} one={one} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What meets a criterion, in one line: the meeting, the decision maker, the quote. */
function MetBy({ one }: { one: Judged }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  const c = t.opportunities.criteria;
  const what =
    one.kind === 'interaction' ? (
      c.talked(words.medium(one.medium), one.by)
    ) : one.id > 0 ? (
      <LinkButton onClick={() => go(`/quotes/${one.id}`)}>{c.quoted(one.by)}</LinkButton>
    ) : one.kind === 'contact' ? (
      c.person(one.by, words.role(one.role))
    ) : (
      one.by
    );
  const when = one.at > 0 ? ago(one.at) : '';
  return (
    <span className={css.by}>
      {what}
      {what !== '' && when !== '' && ' · '}
      {when}
    </span>
  );
}

/** The way to meet one criterion. */
function Fix({ detail, one, save }: { detail: Detail; one: Judged; save: Save }) {
  const t = useText();
  const c = t.opportunities.criteria;
  const go = useGo();
  switch (one.kind) {
    case 'tick':
      return (
        <Checkbox
          label={c.tick}
          checked={one.met}
          onChange={(event) => void api.Tick(detail.id, one.key, event.currentTarget.checked).catch(fail)}
        />
      );
    case 'contact':
      return <PersonFix detail={detail} role={one.role} save={save} label={one.name} />;
    case 'interaction':
      return (
        <LinkButton
          onClick={() => ask({ form: 'log', customerId: detail.customerId, opportunityId: detail.id })}
        >
          {c.log}
        </LinkButton>
      );
    case 'quote': {
      // One that was begun is finished before another is made.
      const begun = detail.papers.find((paper) => paper.kind === 'quote' && paper.stage === 'draft');
      const open = async () => go(`/quotes/${begun?.id ?? (await api.NewQuote(detail.id, 0))}`);
      return <LinkButton onClick={() => void open().catch(fail)}>{c.quote}</LinkButton>;
    }
    case 'amount':
      return <AmountFix label={one.name} save={save} />;
    default:
      return one.field.startsWith('customer.') ? (
        <LinkButton onClick={() => go(`/customers/${detail.customerId}`)}>{c.toCustomer}</LinkButton>
      ) : (
        <FieldFix field={one.field} label={one.name} save={save} />
      );
  }
}

function Row({
  children,
  onSave,
  ready,
}: {
  children: ReactNode;
  onSave: () => Promise<unknown>;
  ready: boolean;
}) {
  const t = useText();
  return (
    <div className={css.fix}>
      <div className={css.fixInput}>{children}</div>
      <Button variant="default" disabled={!ready} onClick={() => void onSave().catch(fail)}>
        {t.opportunities.criteria.save}
      </Button>
    </div>
  );
}

function FieldFix({ field, label, save }: { field: string; label: string; save: Save }) {
  const [value, setValue] = useState('');
  return (
    <Row ready={value.trim() !== ''} onSave={() => save({ [field]: value })}>
      {field === 'expectedClose' ? (
        <DateInput ariaLabel={label} value={value} onChange={setValue} />
      ) : field === 'competitor' ? (
        <TextInput
          aria-label={label}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <Textarea
          aria-label={label}
          autosize
          minRows={1}
          maxRows={6}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
    </Row>
  );
}

function AmountFix({ label, save }: { label: string; save: Save }) {
  const t = useText();
  const [amount, setAmount] = useState<number | null>(null);
  return (
    <Row ready={(amount ?? 0) > 0} onSave={() => save({ amount: amount ?? 0 })}>
      <MoneyInput aria-label={label} value={amount} problem={t.ui.field.notAmount} onChange={setAmount} />
    </Row>
  );
}

/** One of the customer's contacts gets the role. */
function PersonFix({
  detail,
  role,
  label,
  save,
}: {
  detail: Detail;
  role: string;
  label: string;
  save: Save;
}) {
  const t = useText();
  const c = t.opportunities.criteria;
  const go = useGo();
  const people = useContacts(detail.customerId);
  if (people?.length === 0)
    return (
      <span className={css.muted}>
        {c.noPeople}{' '}
        <LinkButton onClick={() => go(`/customers/${detail.customerId}`)}>{c.toCustomer}</LinkButton>
      </span>
    );
  const give = (contactId: number) =>
    save({ contacts: [...detail.contacts.filter((p) => p.contactId !== contactId), { contactId, role }] });
  return (
    <Select
      aria-label={label}
      placeholder={c.addPerson}
      data={(people ?? []).map((p) => ({
        value: String(p.id),
        label: [p.name, p.title].filter((s) => s !== '').join(' · '),
      }))}
      value={null}
      onChange={(id) => id !== null && void give(Number(id)).catch(fail)}
    />
  );
}

/** The contacts of a customer who are still there. */
export function useContacts(customerId: number) {
  return useQuery({
    queryKey: ['customer', 'one', customerId],
    queryFn: () => customers.Get(customerId),
    meta: { kinds: ['customer', 'contact'] },
  }).data?.contacts.filter((p) => !p.leftCompany);
}
