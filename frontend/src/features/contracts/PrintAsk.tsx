import { Button, Modal, NumberInput, Select } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import { printOn } from '@/bridge';
import { useText } from '@/i18n';
import { useRemembered } from '@/lib/prefs';
import css from './contracts.module.css';
import { fail, forget, logPrint, subscribe, waitingJob } from './printing';

/** The print dialog of the window: which printer, how many. In a browser the system's own comes instead. */
export function PrintAsk() {
  const t = useText();
  const job = useSyncExternalStore(subscribe, waitingJob);
  const [last, setLast] = useRemembered<string>('printer', '');
  const [copies, setCopies] = useState(1);
  const [busy, setBusy] = useState(false);
  if (!job) return null;
  const usual = job.queues.find((q) => q.name === last) ?? job.queues.find((q) => q.default) ?? job.queues[0];
  const queue = usual?.name ?? '';
  const print = async () => {
    setBusy(true);
    try {
      await printOn(job.url, queue, copies);
      logPrint(job.issueId, 'print', queue, copies);
      forget();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={forget}
      title={t.contracts.print.title(job.title)}
      size="sm"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          void print();
        }}
      >
        <Select
          label={t.contracts.print.printer}
          data={job.queues.map((q) => ({ value: q.name, label: q.name }))}
          value={queue}
          onChange={(value) => value && setLast(value)}
          allowDeselect={false}
        />
        <NumberInput
          label={t.contracts.print.copies}
          min={1}
          max={99}
          allowDecimal={false}
          value={copies}
          onChange={(value) => setCopies(Math.min(99, Math.max(1, Number(value) || 1)))}
        />
        <div className={css.dialogFoot}>
          <Button variant="default" onClick={forget}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy} leftSection={<IconPrinter size="1.125rem" />} data-autofocus>
            {t.contracts.print.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
