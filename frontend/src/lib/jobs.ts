import { AppError, type JobState, on, services } from '@/bridge';

export const jobs = services.job;

const hushed = new Set<string>();

/** Stops work whose result nobody waits for any more; the page says nothing of it. */
export function drop(id: string): void {
  hushed.add(id);
  void jobs.Cancel(id).catch(() => undefined);
}

const inPlace = new Set<string>();

/** Work of a kind that the screen which starts it shows itself: nothing of it in the corner. */
export const showsItself = (kind: string): void => void inPlace.add(kind);

export const isInPlace = (kind: string): boolean => inPlace.has(kind);

/** Whether a job that ended was dropped. */
export const wasDropped = (id: string): boolean => hushed.delete(id);

/**
 * Waits for long work to end and gives its result; `progress` hears how far it is. A cancelled
 * job rejects with "fault.cancelled", a failed one with its own error.
 */
export function finished<T>(id: string, progress?: (job: JobState) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let settled = false;
    let heard = false;
    const see = (job: JobState) => {
      if (job.id !== id || settled) return;
      heard = true;
      progress?.(job);
      if (job.state === 'running') return;
      settled = true;
      off();
      if (job.state === 'done') resolve(job.result as T);
      else
        reject(job.error ? new AppError(job.error.code, job.error.params) : new AppError('fault.cancelled'));
    };
    const off = on('job', see);
    // It may have ended before anybody listened. What was heard meanwhile is newer than an answer that it runs.
    (jobs.Get(id) as Promise<JobState>).then(
      (job) => !(heard && job.state === 'running') && see(job),
      (cause) => {
        if (settled) return;
        settled = true;
        off();
        reject(cause);
      },
    );
  });
}
