import { useEffect, useRef, useState } from 'react';
import type { JobState, Picked } from '@/bridge';
import { useLang, useText } from '@/i18n';
import { taken } from '@/lib/dropped';
import { sentence } from '@/lib/errors';
import { finished } from '@/lib/jobs';
import { useGo } from '@/lib/navigate';
import { FileDrop } from '@/ui/FileDrop';
import { Page, PageHead } from '@/ui/layout';
import {
  asSaid,
  guessed,
  type ImportOptions,
  type ImportResult,
  importer,
  note,
  type Plan,
  type Subject,
} from './api';
import { ImportCheck } from './ImportCheck';
import { ImportColumns } from './ImportColumns';
import { ImportDone } from './ImportDone';
import css from './import.module.css';

type Step = 'file' | 'columns' | 'duplicates' | 'result';
const steps: readonly Step[] = ['file', 'columns', 'duplicates', 'result'];

/** 导入: file → columns → duplicates → result; nothing is written before the last step. */
export function ImportScreen({ as }: { as: Subject }) {
  const t = useText();
  const go = useGo();
  const lang = useLang();
  const i = t.exchange.importer;
  const words = i.of[as];
  const fresh: ImportOptions = {
    as,
    parts: {},
    fixes: [],
    onDuplicate: as === 'leads' ? 'merge' : 'skip',
    lang,
  };
  const [step, setStep] = useState<Step>('file');
  const [files, setFiles] = useState<string[]>([]);
  const [plan, setPlan] = useState<Plan | undefined>(undefined);
  const [options, setOptions] = useState<ImportOptions>(fresh);
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
  const look = (tokens: string[], next: ImportOptions) =>
    attempt(async () => {
      let seen = await importer.plan(tokens, next);
      const before = asSaid(seen, next);
      if (before) seen = await importer.plan(tokens, before);
      setFiles(tokens);
      setPlan(seen);
      const parts: ImportOptions['parts'] = {};
      for (const part of seen.parts) {
        parts[part.part] = {
          ...((before ?? next).parts[part.part] ?? guessed),
          headerRow: part.headerRow,
          mapping: part.refused === '' ? part.columns.map((c) => c.field) : null,
          fresh: false,
        };
      }
      setOptions({ ...next, parts });
      setStep('columns');
    });
  // A file dropped on the list comes in with the screen.
  const begin = useRef((file: Picked) => void look([file.token], fresh));
  useEffect(() => {
    const file = taken(`/${as}/import`);
    if (file) begin.current(file);
  }, [as]);
  const start = (last: ImportOptions) =>
    attempt(async () => {
      setOptions(last);
      setJob(undefined);
      setResult(await finished<ImportResult>(await importer.start(files, last), setJob));
      setStep('result');
    });
  useEffect(() => {
    if (plan) note(plan, options);
  }, [plan, options]);
  const again = () => {
    setFiles([]);
    setPlan(undefined);
    setResult(undefined);
    setJob(undefined);
    setProblem('');
    setOptions(fresh);
    setStep('file');
  };

  return (
    <Page>
      <PageHead title={words.title} back={() => go(`/${as}`)} />
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
              many
              folders
              label={busy ? i.reading : words.drop}
              filter="table"
              onFiles={(picked: Picked[]) =>
                void look(
                  picked.map((file) => file.token),
                  fresh,
                )
              }
            />
            <p className={css.note}>{words.formats}</p>
          </>
        )}
        {step === 'columns' && plan && (
          <ImportColumns
            plan={plan}
            options={options}
            busy={busy}
            onOptions={setOptions}
            onReread={(next) => void look(files, next)}
            onBack={again}
            onNext={() => setStep('duplicates')}
          />
        )}
        {step === 'duplicates' && plan && (
          <ImportCheck
            plan={plan}
            files={files}
            options={options}
            busy={busy}
            job={job}
            onOptions={setOptions}
            onBack={() => setStep('columns')}
            onStart={(last) => void start(last)}
          />
        )}
        {step === 'result' && result && <ImportDone as={as} result={result} job={job} onAgain={again} />}
      </div>
    </Page>
  );
}
