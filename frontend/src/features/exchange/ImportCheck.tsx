import { Button, Progress, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobState } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { drop, finished, jobs } from '@/lib/jobs';
import { LinkButton } from '@/ui/layout';
import {
  asides,
  type Fix,
  type ImportOptions,
  type ImportResult,
  importer,
  type OnDuplicate,
  type Plan,
} from './api';
import { ImportProblems } from './ImportProblems';
import css from './import.module.css';

/** The kinds of records that decide what is known already. */
const watched = { customers: ['customer'], products: ['product'], leads: ['lead', 'customer', 'channel'] };

/** The third step: what would happen, tried without a trace, and the rows that need a hand. */
export function ImportCheck(props: {
  plan: Plan;
  files: string[];
  options: ImportOptions;
  busy: boolean;
  job: JobState | undefined;
  onOptions: (options: ImportOptions) => void;
  onBack: () => void;
  onStart: (options: ImportOptions) => void;
}) {
  const t = useText();
  const i = t.exchange.importer;
  const { files, options, plan } = props;
  const words = i.of[options.as];
  const [trying, setTrying] = useState<JobState | undefined>(undefined);
  // What was corrected since the last check; the options hold what was checked.
  const [fixes, setFixes] = useState<Fix[]>([]);
  const trial = useQuery({
    queryKey: ['import', files, options],
    queryFn: async ({ signal }) => {
      const id = await importer.dryRun(files, options);
      // A check that the import or another choice replaces says nothing.
      signal.addEventListener('abort', () => drop(id));
      return finished<ImportResult>(id, setTrying);
    },
    meta: { kinds: watched[options.as] },
    staleTime: 60_000,
    retry: false,
  });
  const rules: [OnDuplicate, string][] = [
    ['skip', words.skip],
    ['merge', words.merge],
    ['create', words.create],
  ];
  // The usual one comes first.
  if (options.as === 'leads') rules.unshift(...rules.splice(1, 1));
  const seen = trial.data;
  const same = (a: Fix, b: Fix) =>
    a.part === b.part &&
    a.row === b.row &&
    a.drop === b.drop &&
    a.keep === b.keep &&
    (a.drop || a.keep || a.column === b.column);
  const fix = (more: Fix[]) =>
    setFixes([...fixes.filter((old) => !more.some((one) => same(one, old))), ...more]);
  const all = [...options.fixes.filter((old) => !fixes.some((fix) => same(fix, old))), ...fixes];
  const running = props.busy ? props.job : trial.isFetching ? trying : undefined;
  return (
    <>
      <Radio.Group
        label={words.rule}
        value={options.onDuplicate}
        onChange={(rule) => props.onOptions({ ...options, fixes: all, onDuplicate: rule as OnDuplicate })}
      >
        {rules.map(([value, label]) => (
          <Radio key={value} value={value} label={label} mt="sm" disabled={props.busy} />
        ))}
      </Radio.Group>
      <p className={css.summary} aria-live="polite">
        {trial.isFetching
          ? i.checking
          : seen
            ? [
                words.summary(count(seen.created), count(seen.merged + seen.skipped), count(seen.failedRows)),
                ...asides.filter((key) => seen[key] > 0).map((key) => i[key](count(seen[key]))),
              ].join(' · ')
            : trial.error && sentence(trial.error)}
      </p>
      {running?.state === 'running' && <Working job={running} plan={plan} />}
      {seen && seen.failed.length > 0 && (
        <>
          <p className={css.note}>{i.leavesOut(count(seen.failedRows))}</p>
          <ImportProblems
            label={i.problems}
            record={words.record}
            list={seen.failed}
            several={plan.parts.length > 1}
            fixes={all}
            onFix={fix}
          />
        </>
      )}
      {seen && seen.notes.length > 0 && (
        <>
          <h3 className={css.notes}>{i.notes}</h3>
          <ImportProblems
            label={i.notes}
            record={words.record}
            list={seen.notes}
            several={plan.parts.length > 1}
            fixes={all}
            onFix={fix}
          />
        </>
      )}
      <div className={css.foot}>
        {fixes.length > 0 && <span className={css.note}>{i.fixed(count(fixes.length))}</span>}
        <Button variant="default" disabled={props.busy} onClick={props.onBack}>
          {t.ui.actions.back}
        </Button>
        {(fixes.length > 0 || trial.error) && (
          <Button
            variant="default"
            disabled={props.busy || trial.isFetching}
            onClick={() => {
              if (fixes.length === 0) void trial.refetch();
              else {
                props.onOptions({ ...options, fixes: all });
                setFixes([]);
              }
            }}
          >
            {i.recheck}
          </Button>
        )}
        <Button
          loading={props.busy}
          disabled={!seen || trial.isFetching}
          onClick={() => props.onStart({ ...options, fixes: all })}
        >
          {i.start}
        </Button>
      </div>
    </>
  );
}

/** How far long work is, and a way out of it: nothing of it stays. */
function Working({ job, plan }: { job: JobState; plan: Plan }) {
  const i = useText().exchange.importer;
  const taken = plan.parts.filter((part) => part.take);
  const total = taken.some((part) => part.moreRows) ? 0 : taken.reduce((sum, part) => sum + part.rows, 0);
  return (
    <div className={css.working}>
      <Progress
        value={total > 0 ? (100 * job.done) / total : 100}
        animated={total === 0}
        aria-label={i.importing}
        size="lg"
        className={css.progress}
      />
      <span className="num">{i.rows(count(job.done))}</span>
      <LinkButton onClick={() => void jobs.Cancel(job.id).catch(() => undefined)}>{i.cancel}</LinkButton>
    </div>
  );
}
