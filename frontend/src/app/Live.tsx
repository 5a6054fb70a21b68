import { useEffect } from 'react';
import { type Change, type JobState, on } from '@/bridge';
import { text } from '@/i18n';
import { shared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { history } from '@/lib/history';
import { isInPlace, jobs, wasDropped } from '@/lib/jobs';
import { queryClient, refresh } from '@/lib/query';
import { dismissJob, show, showJob, UNDO_MS } from '@/lib/toasts';
import { Toasts } from '@/ui/Toasts';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

function onChange(change: Change): void {
  void refresh(change);
  if (change.quiet) return;
  const said = shared(change.label, change.params);
  const what = change.undoes > 0 ? text().app.toast.undone(said) : said;
  if (!change.undoable) {
    show({ text: what });
    return;
  }
  show({
    text: what,
    lasts: UNDO_MS,
    step: change.step,
    action: {
      label: change.undoes > 0 ? text().app.toast.redo : text().app.toast.undo,
      run: () => void history.Undo(change.step).catch(fail),
    },
  });
}

function onJob(job: JobState): void {
  if (isInPlace(job.kind)) return;
  const what = shared(job.kind, job.params);
  const t = text().app.toast;
  if (job.state === 'running') {
    showJob(job, what);
    return;
  }
  dismissJob(job.id);
  if (wasDropped(job.id)) return;
  if (job.state === 'failed')
    show({ text: job.error ? sentence(job.error) : t.jobFailed(what), tone: 'bad' });
  else if (job.state === 'cancelled') show({ text: t.jobCancelled(what) });
  // What was done shows itself: the screen that waited, or the undo toast of its step.
}

/** Keeps the page up to date with the backend: refreshes what changed, offers undo, shows long work. */
export function Live() {
  useEffect(() => on('change', onChange), []);
  useEffect(() => on('job', onJob), []);
  useEffect(() => on('again', () => void queryClient.invalidateQueries()), []);
  useCommand('app.undo', () => void history.UndoLast().catch(fail));
  useCommand('app.redo', () => void history.RedoLast().catch(fail));
  return <Toasts onCancelJob={(id) => void jobs.Cancel(id).catch(fail)} />;
}
