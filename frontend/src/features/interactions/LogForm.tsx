import { Button, Collapse, Group, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { useSaving } from '@/lib/saving';
import type { Request } from '@/lib/talk';
import { MoneyInput } from '@/ui/inputs';
import { LinkButton } from '@/ui/layout';
import { api, customers, type InteractionDraft, media, type Outcome, outcomes } from './api';
import { CareWarning, useStanding } from './CareWarning';
import { DayInput } from './DayInput';
import css from './interactions.module.css';
import { WhoInput } from './WhoInput';
import { useWords } from './words';

type LogRequest = Extract<Request, { form: 'log' }>;

/** What the form holds; `at` is 0 for "now". */
function begin({ entry, task, customerId, opportunityId, lead }: LogRequest) {
  return {
    leadId: entry?.leadId ?? lead?.id ?? (task?.aboutKind === 'lead' ? task.aboutId : 0),
    customerId: entry?.customerId ?? customerId ?? task?.customerId ?? 0,
    contactId: entry?.contactId ?? 0,
    opportunityId:
      entry?.opportunityId ?? opportunityId ?? (task?.aboutKind === 'opportunity' ? task.aboutId : 0),
    medium: entry?.medium ?? 'call',
    direction: entry?.direction ?? 'out',
    summary: entry?.summary ?? '',
    outcome: entry?.outcome ?? '',
    at: entry?.at ?? 0,
    minutes: entry?.minutes ? String(entry.minutes) : '',
    purposes: entry?.purposes ?? [],
    needs: entry?.needs ?? [],
    priceLow: entry?.priceLow ?? 0,
    priceHigh: entry?.priceHigh ?? 0,
    competitor: entry?.competitor ?? '',
    satisfaction: entry?.satisfaction ?? 0,
    nextTitle: '',
    nextDue: '',
  };
}
type Draft = ReturnType<typeof begin>;

const interactionOf = (d: Draft): InteractionDraft => {
  const { nextTitle: _, nextDue: __, minutes, ...rest } = d;
  return { ...rest, minutes: Math.round(Number(minutes) || 0) };
};

/** 记一笔: who, how, what was said, what came of it, what is next. */
export function LogForm({ request, onClose }: { request: LogRequest; onClose: () => void }) {
  const t = useText();
  const i = t.interactions;
  const words = useWords();
  const [draft, setDraft] = useState<Draft>(() => begin(request));
  const [more, setMore] = useState(false);
  const { problems, busy, save, clear } = useSaving();
  const { entry, task } = request;
  const set = <K extends keyof Draft>(key: K, value: Draft[K]) => {
    setDraft((d) => ({ ...d, [key]: value }));
    clear();
  };
  const contacts =
    useQuery({
      queryKey: ['customer', 'one', draft.customerId],
      queryFn: () => customers.Get(draft.customerId),
      enabled: draft.customerId > 0,
      meta: { kinds: ['customer', 'contact'] },
    }).data?.contacts ?? [];

  // What was said to us bothers nobody, nor does what stands there already.
  const standing = useStanding(!entry && draft.direction === 'out' ? draft.customerId : 0, draft.medium);
  const reasons = (!entry && draft.direction === 'out' && standing?.reasons) || [];

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const send = async () => {
      const { customerId: _, ...changes } = interactionOf(draft);
      if (entry) await api.Update(entry.id, entry.version, changes);
      else
        await api.Log(
          interactionOf(draft),
          { title: draft.nextTitle, due: draft.nextDue, dueTime: '' },
          task?.id ?? 0,
        );
      onClose();
    };
    void save(send, (refused) => {
      if (['minutes', 'priceLow', 'priceHigh', 'competitor', 'at'].some((f) => f in refused)) setMore(true);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className={css.form} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      {task && <p className={css.for}>{i.forTask(task.title)}</p>}
      {draft.leadId > 0 ? (
        <p className={css.who}>
          <span className={css.whoName}>{request.lead?.name ?? entry?.leadName ?? task?.about ?? ''}</span>
          {problems.leadId && (
            <span className={css.error} role="alert">
              {problems.leadId}
            </span>
          )}
        </p>
      ) : (
        <WhoInput
          customerId={draft.customerId}
          error={problems.customerId}
          onChange={(id) => setDraft((d) => ({ ...d, customerId: id, contactId: 0, opportunityId: 0 }))}
        />
      )}
      <div className={css.chips} role="radiogroup" aria-label={words.field('medium')}>
        {words.options('medium', media).map((choice) => (
          <button
            key={choice.value}
            type="button"
            role="radio"
            aria-checked={draft.medium === choice.value}
            className={css.chip}
            onClick={() => set('medium', choice.value as Draft['medium'])}
          >
            {choice.label}
          </button>
        ))}
      </div>
      <CareWarning reasons={reasons} />
      <Textarea
        label={words.field('summary')}
        data-autofocus={draft.customerId > 0 || draft.leadId > 0 || undefined}
        autosize
        minRows={4}
        maxRows={14}
        withAsterisk
        value={draft.summary}
        error={problems.summary}
        onChange={(event) => set('summary', event.currentTarget.value)}
      />
      <div className={css.two}>
        <Select
          label={words.field('direction')}
          data={words.options('direction', ['out', 'in'])}
          allowDeselect={false}
          value={draft.direction}
          onChange={(value) => value && set('direction', value as Draft['direction'])}
        />
        <Select
          label={words.field('outcome')}
          data={words.options('outcome', outcomes)}
          clearable
          value={draft.outcome === '' ? null : draft.outcome}
          onChange={(value) => set('outcome', (value ?? '') as Outcome)}
        />
      </div>
      {contacts.length > 0 && (
        <Select
          label={words.field('contactId')}
          data={contacts.map((c) => ({ value: String(c.id), label: c.name }))}
          clearable
          value={draft.contactId === 0 ? null : String(draft.contactId)}
          error={problems.contactId}
          onChange={(value) => set('contactId', Number(value ?? 0))}
        />
      )}
      {!entry && (
        <fieldset className={css.next}>
          <legend>{i.next}</legend>
          <TextInput
            label={words.field('title')}
            placeholder={i.nextPlaceholder}
            value={draft.nextTitle}
            error={problems['next.title']}
            onChange={(event) => set('nextTitle', event.currentTarget.value)}
          />
          <DayInput
            label={words.field('due')}
            value={draft.nextDue}
            error={problems['next.due']}
            onChange={(day) => set('nextDue', day)}
          />
        </fieldset>
      )}
      <LinkButton onClick={() => setMore(!more)}>
        {more ? <IconChevronUp size="1rem" /> : <IconChevronDown size="1rem" />}
        {i.more}
      </LinkButton>
      <Collapse expanded={more}>
        <div className={css.moreFields}>
          <div className={css.two}>
            <DateTimePicker
              label={words.field('at')}
              placeholder={i.now}
              clearable
              valueFormat="YYYY-MM-DD HH:mm"
              value={draft.at === 0 ? null : new Date(draft.at)}
              error={problems.at}
              onChange={(value) => set('at', value ? new Date(value).getTime() : 0)}
            />
            <TextInput
              label={words.field('minutes')}
              inputMode="numeric"
              value={draft.minutes}
              error={problems.minutes}
              onChange={(event) => set('minutes', event.currentTarget.value.replace(/\D/g, ''))}
            />
          </div>
          <TagsInput
            label={words.field('needs')}
            placeholder={t.ui.field.tagsHint}
            value={draft.needs}
            splitChars={[',', '，', '、']}
            onChange={(value) => set('needs', value)}
          />
          <TagsInput
            label={words.field('purposes')}
            placeholder={t.ui.field.tagsHint}
            value={draft.purposes}
            splitChars={[',', '，', '、']}
            onChange={(value) => set('purposes', value)}
          />
          <div className={css.two}>
            <MoneyInput
              label={words.field('priceLow')}
              value={draft.priceLow || null}
              error={problems.priceLow}
              onChange={(value) => set('priceLow', value ?? 0)}
            />
            <MoneyInput
              label={words.field('priceHigh')}
              value={draft.priceHigh || null}
              error={problems.priceHigh}
              onChange={(value) => set('priceHigh', value ?? 0)}
            />
          </div>
          <div className={css.two}>
            <TextInput
              label={words.field('competitor')}
              value={draft.competitor}
              error={problems.competitor}
              onChange={(event) => set('competitor', event.currentTarget.value)}
            />
            <Select
              label={words.field('satisfaction')}
              clearable
              data={[5, 4, 3, 2, 1].map((n) => ({ value: String(n), label: i.satisfaction[n as 1] }))}
              value={draft.satisfaction === 0 ? null : String(draft.satisfaction)}
              onChange={(value) => set('satisfaction', Number(value ?? 0))}
            />
          </div>
        </div>
      </Collapse>
      <Group justify="flex-end" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {entry ? t.ui.actions.save : reasons.length > 0 ? t.care.logAnyway : i.save}
        </Button>
      </Group>
    </form>
  );
}
