import { Button, Progress, Select, Switch } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { JobState } from '@/bridge';
import { saveFile } from '@/bridge';
import { useLang, useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { handedOver, handOver } from '@/lib/handover';
import { history } from '@/lib/history';
import { finished, jobs } from '@/lib/jobs';
import { useBack, useGo } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton, Page, PageHead, Section } from '@/ui/layout';
import {
  api,
  type Batch,
  type BatchInput,
  type Blank,
  byOwn,
  companiesQuery,
  customers,
  type Field,
  type Line,
  templates,
  usableTemplates,
} from './api';
import css from './batch.module.css';
import shared from './contracts.module.css';
import { FieldInput } from './FieldInput';
import { LinesGrid } from './LinesGrid';
import { fail } from './printing';

/** Names shown of the customers that were chosen. */
const SHOWN = 12;
const noLines: Line[] = [];

/** 批量合同: one template for many customers, what is the same for all filled once. */
export default function BatchScreen() {
  const t = useText();
  const b = t.contracts.batch;
  const go = useGo();
  const back = useBack('/contracts');
  const asked = useBlank();
  const [ids, setIds] = useState<number[]>(() => handedOver('batch'));
  const [templateId, setTemplateId] = useState(0);
  const [companyId, setCompanyId] = useState(0);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [lines, setLines] = useState<Line[]>(noLines);
  const [merged, setMerged] = useState(false);
  const [allowGaps, setAllowGaps] = useState(false);
  const [includeLost, setIncludeLost] = useState(false);
  const [job, setJob] = useState<JobState | undefined>(undefined);
  const [result, setResult] = useState<Batch | undefined>(undefined);
  useEffect(() => handOver('batch', ids), [ids]);

  const list = byOwn(useQuery(usableTemplates).data ?? [], useLang());
  const own = useQuery(companiesQuery).data ?? [];
  const template = list.find((row) => row.id === templateId) ?? list[0];
  const blanks = useQuery({
    queryKey: ['template', 'version', template?.currentId ?? 0],
    queryFn: () => templates.GetVersion(template?.currentId ?? 0),
    enabled: template !== undefined,
  }).data?.version.definition.fields;

  // What is the same for all: what does not come from the customer.
  const common = (blanks ?? []).filter(
    (f) => f.type !== 'party' && f.type !== 'lines' && !/^(customer|contact)\b/.test(f.source ?? ''),
  );
  const hasLines = blanks?.some((f) => f.type === 'lines') ?? false;
  const input: BatchInput = useMemo(
    () => ({
      customerIds: ids,
      templateId: template?.id ?? 0,
      companyId,
      values,
      lines: hasLines ? lines : noLines,
      wholeDiscount: 0,
      merged,
      allowGaps,
      includeLost,
    }),
    [ids, template?.id, companyId, values, lines, hasLines, merged, allowGaps, includeLost],
  );
  const check = useQuery({
    queryKey: ['contract', 'batch', { ...input, merged: false }],
    queryFn: () => api.CheckBatch(input),
    enabled: ids.length > 0 && template !== undefined,
    placeholderData: keepPreviousData,
    meta: { kinds: ['customer', 'contact', 'company', 'template'] },
  });
  const { gaps = [], blanks: byHand = [], trashed = [], lost = [], ready = 0 } = check.data ?? {};

  const wanted = new Set(gaps.flatMap((gap) => gap.labels));

  const onField = useCallback(
    (field: Field, value: unknown) =>
      setValues((old) => {
        const { [field.key]: _, ...rest } = old;
        return value === null || value === '' ? rest : { ...rest, [field.key]: value };
      }),
    [],
  );

  const start = async () => {
    setResult(undefined);
    try {
      const id = await api.StartBatch(input);
      setJob({ id, kind: '', params: {}, state: 'running', done: 0, total: ids.length });
      setResult(await finished<Batch>(id, setJob));
    } catch (cause) {
      fail(cause);
    } finally {
      setJob(undefined);
    }
  };

  return (
    <Page>
      <PageHead title={b.title} note={b.chosen(count(ids.length))} back={back} />
      <div className={css.batch}>
        <div className={css.batchMain}>
          <div className={shared.setup}>
            <Select
              label={t.contracts.form.template}
              data={list.map((row) => ({ value: String(row.id), label: row.name }))}
              value={template ? String(template.id) : null}
              searchable
              allowDeselect={false}
              onChange={(value) => {
                setTemplateId(Number(value));
                setValues({});
              }}
            />
            <Select
              label={t.contracts.form.company}
              data={own.map((c) => ({ value: String(c.id), label: c.shortName || c.name }))}
              value={String(companyId || own.find((c) => c.default)?.id || '')}
              allowDeselect={false}
              onChange={(value) => setCompanyId(Number(value))}
            />
          </div>
          {hasLines && (
            <Section title={b.lines}>
              <LinesGrid lines={lines} columns={[]} pending wide onChange={setLines} />
            </Section>
          )}
          <Section title={b.common}>
            <p className={shared.muted}>{b.commonNote}</p>
            <div className={shared.fields}>
              {common.map((blank) => (
                <FieldInput
                  key={`${template?.id} ${blank.key}`}
                  field={{
                    ...blank,
                    value: values[blank.key],
                    text: '',
                    origin: '',
                    used: true,
                    // Asked for only while a contract would lack it: left empty it takes the default.
                    missing: wanted.has(blank.label),
                    required: wanted.has(blank.label),
                    ...asked(blank),
                  }}
                  pending
                  onChange={onField}
                />
              ))}
            </div>
          </Section>
        </div>
        <aside className={css.batchSide}>
          <Section title={b.customers} count={ids.length}>
            <Names ids={ids} onRemove={(id) => setIds(ids.filter((other) => other !== id))} />
            <CustomerPicker
              label={b.addCustomer}
              without={new Set(ids)}
              onPick={(c) => setIds([...ids, c.id])}
            />
          </Section>
          {trashed.length > 0 && (
            <Section title={b.trashed(count(trashed.length))}>
              <Passed list={trashed} />
              <LinkButton
                onClick={() =>
                  void history
                    .Restore(
                      'customer',
                      trashed.filter((c) => c.name !== '').map((c) => c.customerId),
                    )
                    .catch(fail)
                }
              >
                {b.restore}
              </LinkButton>
            </Section>
          )}
          {lost.length > 0 && (
            <Section title={b.lost(count(lost.length))}>
              <Passed list={lost} />
              <Switch
                label={b.includeLost}
                checked={includeLost}
                onChange={(event) => setIncludeLost(event.currentTarget.checked)}
              />
            </Section>
          )}
          {gaps.length > 0 && (
            <Section title={b.gaps(count(gaps.length))}>
              <ul className={css.gapList}>
                {gaps.slice(0, 50).map((gap) => (
                  <li key={gap.customerId}>
                    <LinkButton onClick={() => go(`/customers/${gap.customerId}`)}>{gap.name}</LinkButton>
                    <span className={shared.muted}>{t.contracts.actions.gapList(gap.labels)}</span>
                  </li>
                ))}
              </ul>
              <Switch
                label={b.allowGaps}
                checked={allowGaps}
                onChange={(event) => setAllowGaps(event.currentTarget.checked)}
              />
            </Section>
          )}
          {check.error && ids.length > 0 && <p className={shared.problem}>{sentence(check.error)}</p>}
          <Section title={b.output}>
            {byHand.length > 0 && <p className={shared.muted}>{b.blanks(byHand)}</p>}
            <Switch
              label={b.merged}
              checked={merged}
              onChange={(event) => setMerged(event.currentTarget.checked)}
            />
            {job ? (
              <div className={css.progress} role="status">
                <Progress
                  value={job.total > 0 ? (100 * job.done) / job.total : 0}
                  aria-label={b.working(count(job.done), count(job.total))}
                />
                <span className="num">{b.working(count(job.done), count(job.total))}</span>
                <Button
                  variant="default"
                  leftSection={<IconX size="1rem" />}
                  onClick={() => void jobs.Cancel(job.id).catch(fail)}
                >
                  {t.app.toast.cancel}
                </Button>
              </div>
            ) : (
              <Button
                fullWidth
                size="md"
                mt="md"
                disabled={ids.length === 0 || ready === 0 || check.isPlaceholderData || !template}
                onClick={() => void start()}
              >
                {b.start(count(ids.length === 0 ? 0 : ready))}
              </Button>
            )}
            {result && (
              <div className={css.result} role="status">
                <p>
                  <b>{b.made(count(result.made))}</b>
                  {result.skipped.length > 0 && ` · ${b.skipped(count(result.skipped.length))}`}
                  {result.leftOut > 0 && ` · ${b.leftOut(count(result.leftOut))}`}
                </p>
                {result.url !== '' && (
                  <Button
                    variant="default"
                    leftSection={<IconDownload size="1.125rem" />}
                    onClick={() => void saveFile(result.url, result.name).catch(fail)}
                  >
                    {result.name}
                  </Button>
                )}
                <LinkButton onClick={() => go('/contracts?view=issued')}>{b.show}</LinkButton>
              </div>
            )}
          </Section>
        </aside>
      </div>
    </Page>
  );
}

/** Customers who get no contract, by name. */
function Passed({ list }: { list: readonly { customerId: number; name: string }[] }) {
  const go = useGo();
  return (
    <ul className={css.gapList}>
      {list
        .filter((c) => c.name !== '')
        .slice(0, 50)
        .map((c) => (
          <li key={c.customerId}>
            <LinkButton onClick={() => go(`/customers/${c.customerId}`)}>{c.name}</LinkButton>
          </li>
        ))}
    </ul>
  );
}

/** A blank for many: yes and no are chosen, because an empty answer is a third one. */
function useBlank(): (blank: Blank) => Pick<Field, 'type' | 'choices' | 'help'> {
  const t = useText();
  const { yes, no } = t.ui.field;
  const usual = (blank: Blank): string => {
    const value = blank.default ?? '';
    if (blank.type === 'yesNo') return value === 'yes' || value === 'true' ? yes : no;
    const days = /^today(?:\+(\d+))?$/.exec(value);
    if (days) return days[1] ? t.ui.dates.inDays(Number(days[1])) : t.ui.dates.today;
    return blank.choices?.find((c) => c.value === value)?.label ?? value;
  };
  const helpOf = (blank: Blank): string | undefined => {
    const { asLast, defaultIs } = t.contracts.batch;
    if (blank.asLast) return blank.default ? asLast(usual(blank)) : asLast('');
    return blank.default ? defaultIs(usual(blank)) : blank.help;
  };
  return (blank) => ({
    type: blank.type === 'yesNo' ? 'choice' : blank.type,
    choices:
      blank.type === 'yesNo'
        ? [
            { value: 'true', label: yes },
            { value: 'false', label: no },
          ]
        : blank.choices,
    help: helpOf(blank),
  });
}

function Names({ ids, onRemove }: { ids: number[]; onRemove: (id: number) => void }) {
  const t = useText();
  const some = ids.slice(0, SHOWN);
  const names = useQueries({
    queries: some.map((id) => ({ queryKey: ['customer', 'one', id], queryFn: () => customers.Get(id) })),
  });
  return (
    <div className={css.names}>
      {some.map((id, i) => {
        const name = names[i]?.data?.customer.name ?? '…';
        return (
          <span key={id} className={css.nameChip}>
            {name}
            <button type="button" aria-label={t.ui.filter.remove(name)} onClick={() => onRemove(id)}>
              <IconX size="0.875rem" />
            </button>
          </span>
        );
      })}
      {ids.length > SHOWN && (
        <span className={shared.muted}>{t.contracts.batch.more(count(ids.length - SHOWN))}</span>
      )}
    </div>
  );
}
