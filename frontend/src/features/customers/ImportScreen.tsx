import { Button, Checkbox, Progress, Radio, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type JobState, type Picked, saveFile } from '@/bridge';
import { useLang, useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { history } from '@/lib/history';
import { finished } from '@/lib/jobs';
import { useGo } from '@/lib/navigate';
import { FileDrop } from '@/ui/FileDrop';
import { Page, PageHead } from '@/ui/layout';
import {
  exchange,
  type ImportOptions,
  type ImportResult,
  type OnDuplicate,
  type Plan,
  type Problem,
} from './exchange';
import css from './import.module.css';

type Step = 'file' | 'columns' | 'duplicates' | 'result';
const steps: readonly Step[] = ['file', 'columns', 'duplicates', 'result'];

/** 导入: file → columns → duplicates → result; nothing is written before the last step. */
export default function ImportScreen() {
  const t = useText();
  const go = useGo();
  const lang = useLang();
  const i = t.customers.importer;
  const [step, setStep] = useState<Step>('file');
  const [file, setFile] = useState<Picked | undefined>(undefined);
  const [plan, setPlan] = useState<Plan | undefined>(undefined);
  const [options, setOptions] = useState<ImportOptions>({
    encoding: '',
    delimiter: '',
    sheet: '',
    headerRow: null,
    mapping: null,
    onDuplicate: 'skip',
    lang,
  });
  const [job, setJob] = useState<JobState | undefined>(undefined);
  const [result, setResult] = useState<ImportResult | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem('');
    try {
      await work();
    } catch (cause) {
      setProblem(sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  const look = (picked: Picked, next: ImportOptions) =>
    attempt(async () => {
      const seen = await exchange.Plan(picked.token, next);
      setFile(picked);
      setPlan(seen);
      setOptions({
        ...next,
        headerRow: seen.headerRow,
        sheet: seen.sheet,
        mapping: seen.columns.map((c) => c.field),
      });
      setStep('columns');
    });
  const start = () =>
    attempt(async () => {
      if (!file) return;
      const id = await exchange.Import(file.token, options);
      setResult(await finished<ImportResult>(id, setJob));
      setStep('result');
    });
  const again = () => {
    setFile(undefined);
    setPlan(undefined);
    setResult(undefined);
    setJob(undefined);
    setOptions({ ...options, encoding: '', delimiter: '', sheet: '', headerRow: null, mapping: null });
    setStep('file');
  };

  return (
    <Page>
      <PageHead title={i.title} back={() => go('/customers')} />
      <ol className={css.steps}>
        {steps.map((key, n) => (
          <li
            key={key}
            className={`${css.step} ${key === step ? css.now : ''}`}
            aria-current={key === step ? 'step' : undefined}
          >
            <span className={css.number}>{n + 1}</span>
            {i.steps[key]}
          </li>
        ))}
      </ol>
      <div className={css.body}>
        {problem !== '' && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        {step === 'file' && (
          <>
            <FileDrop
              large
              label={busy ? i.reading : i.drop}
              filter="table"
              onFiles={(files) => files[0] && void look(files[0], options)}
            />
            <p className={css.note}>{i.formats}</p>
          </>
        )}
        {step === 'columns' && plan && file && (
          <Columns
            plan={plan}
            options={options}
            busy={busy}
            onOptions={setOptions}
            onReread={(next) => void look(file, next)}
            onBack={again}
            onNext={() => setStep('duplicates')}
          />
        )}
        {step === 'duplicates' && file && (
          <Duplicates
            file={file}
            options={options}
            busy={busy}
            job={job}
            onOptions={setOptions}
            onBack={() => setStep('columns')}
            onStart={() => void start()}
          />
        )}
        {step === 'result' && result && <Result result={result} job={job} onAgain={again} />}
      </div>
    </Page>
  );
}

function Columns(props: {
  plan: Plan;
  options: ImportOptions;
  busy: boolean;
  onOptions: (options: ImportOptions) => void;
  onReread: (options: ImportOptions) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const t = useText();
  const i = t.customers.importer;
  const { plan, options, onOptions, onReread } = props;
  const mapping = options.mapping ?? [];
  const named = mapping.some((field) => field === 'name' || field.startsWith('contact.'));
  const data = [
    { value: '', label: i.ignore },
    ...plan.fields.map((field) => ({ value: field.field, label: field.title })),
  ];
  return (
    <>
      <div className={css.bar}>
        <strong>{plan.name}</strong>
        <span className={css.note}>
          {i.found(
            `${count(plan.rows)}${plan.moreRows ? '+' : ''}`,
            [plan.format.toUpperCase(), plan.encoding].filter((part) => part !== '').join(' · '),
          )}
        </span>
        {plan.sheets.length > 1 && (
          <Select
            aria-label={i.sheet}
            data={plan.sheets}
            value={plan.sheet}
            allowDeselect={false}
            onChange={(sheet) => onReread({ ...options, sheet: sheet ?? '', headerRow: null, mapping: null })}
          />
        )}
        {plan.encoding !== '' && (
          <Select
            aria-label={i.encoding}
            data={plan.encodings}
            value={plan.encoding}
            allowDeselect={false}
            onChange={(encoding) =>
              onReread({ ...options, encoding: encoding ?? '', headerRow: null, mapping: null })
            }
          />
        )}
        <Checkbox
          label={i.header}
          checked={plan.headerRow > 0}
          onChange={(event) =>
            onReread({ ...options, headerRow: event.currentTarget.checked ? 1 : 0, mapping: null })
          }
        />
      </div>
      <div className={css.table}>
        <div className={`${css.row} ${css.headRow}`}>
          <span>{i.column}</span>
          <span>{i.samples}</span>
          <span>{i.becomes}</span>
        </div>
        {plan.columns.map((column, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
          <div key={n} className={css.row}>
            <span className={css.header}>{column.header || n + 1}</span>
            <span className={css.samples}>{column.samples.slice(0, 3).join(' · ')}</span>
            <Select
              aria-label={`${column.header} ${i.becomes}`}
              data={data}
              value={mapping[n] ?? ''}
              searchable
              allowDeselect={false}
              onChange={(field) =>
                onOptions({
                  ...options,
                  // A field is filled by one column: the one chosen last.
                  mapping: mapping.map((old, k) =>
                    k === n ? (field ?? '') : field && old === field ? '' : old,
                  ),
                })
              }
            />
          </div>
        ))}
      </div>
      <div className={css.foot}>
        {!named && <span className={css.problem}>{i.needName}</span>}
        <Button variant="default" onClick={props.onBack}>
          {t.ui.actions.back}
        </Button>
        <Button disabled={!named} loading={props.busy} onClick={props.onNext}>
          {t.ui.actions.next}
        </Button>
      </div>
    </>
  );
}

function Duplicates(props: {
  file: Picked;
  options: ImportOptions;
  busy: boolean;
  job: JobState | undefined;
  onOptions: (options: ImportOptions) => void;
  onBack: () => void;
  onStart: () => void;
}) {
  const t = useText();
  const i = t.customers.importer;
  const { file, options, job } = props;
  const trial = useQuery({
    queryKey: ['import', file.token, options],
    queryFn: async () => finished<ImportResult>(await exchange.DryRun(file.token, options)),
    meta: { kinds: ['customer'] },
    staleTime: 60_000,
  });
  const rules: [OnDuplicate, string][] = [
    ['skip', i.skip],
    ['merge', i.merge],
    ['create', i.create],
  ];
  const seen = trial.data;
  return (
    <>
      <Radio.Group
        label={i.rule}
        value={options.onDuplicate}
        onChange={(rule) => props.onOptions({ ...options, onDuplicate: rule as OnDuplicate })}
      >
        {rules.map(([value, label]) => (
          <Radio key={value} value={value} label={label} mt="sm" />
        ))}
      </Radio.Group>
      <p className={css.summary} aria-live="polite">
        {seen
          ? i.summary(count(seen.created), count(seen.merged + seen.skipped), count(seen.failedRows))
          : trial.error
            ? sentence(trial.error)
            : i.checking}
      </p>
      {seen && <Problems problems={seen.failed} />}
      {props.busy && job && job.total > 0 && (
        <Progress value={(100 * job.done) / job.total} aria-label={i.importing} size="lg" />
      )}
      <div className={css.foot}>
        <Button variant="default" disabled={props.busy} onClick={props.onBack}>
          {t.ui.actions.back}
        </Button>
        <Button loading={props.busy} disabled={!seen} onClick={props.onStart}>
          {i.start}
        </Button>
      </div>
    </>
  );
}

function Result(props: { result: ImportResult; job: JobState | undefined; onAgain: () => void }) {
  const t = useText();
  const go = useGo();
  const i = t.customers.importer;
  const { result, job } = props;
  const [undone, setUndone] = useState(false);
  const [problem, setProblem] = useState('');
  const attempt = (work: () => Promise<unknown>) =>
    void work().catch((cause: unknown) => setProblem(sentence(cause)));
  return (
    <>
      <p className={css.done}>
        {undone ? i.undone : i.done(count(result.created), count(result.merged), count(result.skipped))}
      </p>
      {result.failedRows > 0 && (
        <>
          <p>{i.failed(count(result.failedRows))}</p>
          <Problems problems={result.failed} />
        </>
      )}
      {problem !== '' && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.foot}>
        {result.failedRows > 0 && job && (
          <Button
            variant="default"
            onClick={() => attempt(async () => saveFile(await exchange.Report(job.id, 'xlsx'), ''))}
          >
            {i.download}
          </Button>
        )}
        {result.undo > 0 && !undone && (
          <Button
            variant="default"
            onClick={() => attempt(async () => history.Undo(result.undo).then(() => setUndone(true)))}
          >
            {i.undo}
          </Button>
        )}
        <Button variant="default" onClick={props.onAgain}>
          {i.again}
        </Button>
        <Button onClick={() => go('/customers')}>{i.show}</Button>
      </div>
    </>
  );
}

function Problems({ problems }: { problems: Problem[] }) {
  const t = useText();
  const i = t.customers.importer;
  if (problems.length === 0) return null;
  return (
    <div className={`${css.table} ${css.problems}`}>
      <div className={`${css.row} ${css.headRow}`}>
        <span>{i.row}</span>
        <span>{i.value}</span>
        <span>{i.problem}</span>
      </div>
      {problems.slice(0, 50).map((p) => (
        <div key={`${p.row}-${p.column}-${p.code}`} className={css.row}>
          <span className="num">{p.row}</span>
          <span className={css.samples}>{[p.column, p.value].filter((part) => part !== '').join(': ')}</span>
          <span>{p.message}</span>
        </div>
      ))}
    </div>
  );
}
