import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { type Approval, approvals, type Standing } from '@/lib/approvals';
import { sentence } from '@/lib/errors';
import { ago, dateTime, money } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import css from './Approvals.module.css';
import { LinkButton } from './layout';

/** What an owner was asked to agree to about a record, and what still has to be asked. */
export function Approvals(props: {
  standing: Standing;
  /** Asks an owner for the prices of `standing.floor`. */
  onAskFloor: (more: string) => Promise<unknown>;
}) {
  const t = useText();
  const a = t.approvals;
  const { floor, list } = props.standing;
  const [asking, setAsking] = useState(false);
  const [more, setMore] = useState('');
  const { problems, busy, save, clear } = useSaving();
  const { solo } = useStaff();
  const told = list.filter((one) => one.state !== 'withdrawn');
  const waits = told.some((one) => one.what === 'floor' && one.state === 'asked');
  if (solo || (floor.length === 0 && told.length === 0)) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await props.onAskFloor(more);
      setAsking(false);
      setMore('');
    });
  };
  return (
    <section className={css.approvals} aria-label={a.title}>
      {floor.length > 0 && !waits && (
        <div className={css.need} role="status">
          <span className={css.grow}>
            {a.floorNeeded(
              floor.length,
              floor.map((item) => `${item.name} ${money(item.price)}`).join(t.staff.comma),
            )}
          </span>
          {!asking && <Button onClick={() => setAsking(true)}>{a.ask}</Button>}
        </div>
      )}
      {asking && (
        <form className={css.form} onSubmit={submit} noValidate>
          <TextInput
            label={a.more}
            placeholder={a.moreHint}
            autoFocus
            value={more}
            error={problems.reason}
            onChange={(event) => {
              setMore(event.currentTarget.value);
              clear();
            }}
          />
          <div className={css.foot}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t.ui.actions.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {a.ask}
            </Button>
          </div>
        </form>
      )}
      {told.map((one) => (
        <ApprovalLine key={one.id} approval={one} />
      ))}
    </section>
  );
}

/** One request with its answer; the answer is given here, or the request taken back. */
export function ApprovalLine({ approval, children }: { approval: Approval; children?: React.ReactNode }) {
  const t = useText();
  const a = t.approvals;
  const shared = useShared();
  const { name, canApprove, working, solo } = useStaff();
  const waits = approval.state === 'asked' && !solo;
  return (
    <article className={css.line} data-state={approval.state}>
      <div className={css.head}>
        <span className={css.state}>{shared(`approval.state.${approval.state}`)}</span>
        <span className={css.grow}>
          {children}
          {a.asked(name(approval.askedBy), shared(`approval.what.${approval.what}`))}
        </span>
        <time className={css.muted} title={dateTime(approval.askedAt)}>
          {ago(approval.askedAt)}
        </time>
      </div>
      {approval.items.map((item) => (
        <p key={`${item.code} ${item.name} ${item.spec}`} className={css.text}>
          {a.item(item.name, money(item.price), money(item.floor))}
        </p>
      ))}
      <p className={css.text}>{approval.reason}</p>
      {approval.answeredAt !== 0 && (
        <p className={css.text} title={dateTime(approval.answeredAt)}>
          {a.answered(name(approval.answeredBy), approval.state === 'approved', ago(approval.answeredAt))}
          {approval.note !== '' && <> {approval.note}</>}
        </p>
      )}
      {waits && canApprove && <Answer id={approval.id} />}
      {waits && !canApprove && (
        <p className={css.text}>
          {a.waits}
          {approval.askedBy === working && (
            <LinkButton
              onClick={() =>
                void approvals
                  .Withdraw(approval.id)
                  .catch((cause) => show({ text: sentence(cause), tone: 'bad' }))
              }
            >
              {a.withdraw}
            </LinkButton>
          )}
        </p>
      )}
    </article>
  );
}

/** Agrees, or refuses with a word. */
function Answer({ id }: { id: number }) {
  const t = useText();
  const a = t.approvals;
  const [refusing, setRefusing] = useState(false);
  const [note, setNote] = useState('');
  const { problems, busy, save, clear } = useSaving();
  const answer = (agree: boolean) => void save(() => approvals.Answer(id, agree, note));
  if (!refusing)
    return (
      <div className={css.foot}>
        <Button variant="default" onClick={() => setRefusing(true)}>
          {a.refuse}
        </Button>
        <Button loading={busy} onClick={() => answer(true)}>
          {a.approve}
        </Button>
      </div>
    );
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <Textarea
        label={a.note}
        placeholder={a.noteHint}
        autosize
        autoFocus
        value={note}
        error={problems.note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
          clear();
        }}
      />
      <div className={css.foot}>
        <Button variant="default" onClick={() => setRefusing(false)}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {a.refuse}
        </Button>
      </div>
    </form>
  );
}
