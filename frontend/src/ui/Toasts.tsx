import { useEffect, useRef } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { dismiss, type Toast, useToasts } from '@/lib/toasts';
import css from './Toasts.module.css';

/** Bottom centre: what was just done with its undo, progress of long work, failures. */
export function Toasts({ onCancelJob }: { onCancelJob: (id: string) => void }) {
  const toasts = useToasts();
  const t = useText();
  return (
    <section className={css.region} aria-label={t.app.toast.region} aria-live="polite">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} onCancelJob={onCancelJob} />
      ))}
    </section>
  );
}

function OneToast({ toast, onCancelJob }: { toast: Toast; onCancelJob: (id: string) => void }) {
  const t = useText();
  const hovered = useRef(false);
  const { id, lasts, job } = toast;
  useEffect(() => {
    if (lasts === 0) return;
    let timer = window.setTimeout(function close() {
      // Someone is reading it or about to press its button.
      if (hovered.current) timer = window.setTimeout(close, 1500);
      else dismiss(id);
    }, lasts);
    return () => window.clearTimeout(timer);
  }, [id, lasts]);

  return (
    <div
      className={`${css.toast} ${toast.tone === 'bad' ? css.bad : ''}`}
      role={toast.tone === 'bad' ? 'alert' : 'status'}
      onPointerEnter={() => {
        hovered.current = true;
      }}
      onPointerLeave={() => {
        hovered.current = false;
      }}
    >
      <span className={css.text}>{toast.text}</span>
      {job && job.total > 0 && (
        <>
          <div
            className={css.bar}
            role="progressbar"
            aria-label={toast.text}
            aria-valuemin={0}
            aria-valuemax={job.total}
            aria-valuenow={job.done}
          >
            <div className={css.fill} style={{ width: `${(100 * job.done) / job.total}%` }} />
          </div>
          <span className="num">{t.app.toast.progress(count(job.done), count(job.total))}</span>
        </>
      )}
      {job ? (
        <button type="button" className={css.action} onClick={() => onCancelJob(job.id)}>
          {t.app.toast.cancel}
        </button>
      ) : (
        <>
          {toast.action && (
            <button
              type="button"
              className={css.action}
              onClick={() => {
                dismiss(id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            className={css.action}
            aria-label={t.app.toast.close}
            onClick={() => dismiss(id)}
          >
            ×
          </button>
        </>
      )}
    </div>
  );
}
