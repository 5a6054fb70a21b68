import { Button } from '@mantine/core';
import { useState } from 'react';
import { type JobState, saveFile } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { history } from '@/lib/history';
import { useGo } from '@/lib/navigate';
import { asides, type ImportResult, importer, type Subject } from './api';
import { ImportProblems } from './ImportProblems';
import css from './import.module.css';

/** The last step: what was done, the rows handed back, and the way back. */
export function ImportDone(props: {
  as: Subject;
  result: ImportResult;
  job: JobState | undefined;
  onAgain: () => void;
}) {
  const t = useText();
  const go = useGo();
  const i = t.exchange.importer;
  const { as, result, job } = props;
  const words = i.of[as];
  const [undone, setUndone] = useState(false);
  const [problem, setProblem] = useState('');
  const attempt = (work: () => Promise<unknown>) =>
    void work().catch((cause: unknown) => setProblem(sentence(cause)));
  const more = asides.filter((key) => result[key] > 0).map((key) => i[key](count(result[key])));
  return (
    <>
      <p className={css.done}>
        {undone ? i.undone : words.done(count(result.created), count(result.merged), count(result.skipped))}
      </p>
      {!undone && more.length > 0 && <p>{more.join(' · ')}</p>}
      {result.failedRows > 0 && (
        <>
          <p>{i.failed(count(result.failedRows))}</p>
          <ImportProblems
            label={i.problems}
            record={words.record}
            list={result.failed}
            several={result.failed.some((p) => p.part !== '')}
            fixes={[]}
          />
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
            onClick={() => attempt(async () => saveFile(await importer.report(job.id), ''))}
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
        <Button onClick={() => go(`/${as}`)}>{words.show}</Button>
      </div>
    </>
  );
}
