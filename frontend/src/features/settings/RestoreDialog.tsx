import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Picked } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count, dateTime, fileSize } from '@/lib/format';
import { workspaceQuery } from '@/lib/workspace';
import { openWorkspace, useBusy } from './act';
import { backup, besideWorkspace, type Restored, type Snapshot } from './api';
import { FolderField, Warning } from './parts';
import css from './settings.module.css';

/** What is brought back: a snapshot of the list, or a file. */
export type Source = { snapshot: Snapshot } | { file: Picked };

/** Brings a backup back into a new folder and offers to open it. The live workspace is never touched. */
export function RestoreDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useText();
  const b = t.settings.backup;
  const status = useQuery(workspaceQuery).data;
  const [dir, setDir] = useState(() => besideWorkspace(status, 'restored'));
  const [problem, setProblem] = useState('');
  const [restored, setRestored] = useState<Restored | undefined>(undefined);
  const [busy, run] = useBusy();
  const restore = () =>
    run(async () => {
      setProblem('');
      try {
        setRestored(
          'file' in source
            ? await backup.RestoreFile(source.file.token, dir.trim())
            : await backup.Restore(source.snapshot.name, dir.trim()),
        );
      } catch (cause) {
        setProblem(sentence(cause));
      }
    });
  return (
    <Modal
      opened
      size="lg"
      onClose={busy ? () => undefined : onClose}
      title={restored ? b.restoredTitle : b.restoreTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {restored ? (
        <div className={css.form}>
          <p role="status">{b.restored(restored.dir)}</p>
          {restored.report.missing > 0 && (
            <Warning>{b.restoredMissing(count(restored.report.missing))}</Warning>
          )}
          {problem !== '' && (
            <p className={css.bad} role="alert">
              {problem}
            </p>
          )}
          <div className={css.formActions}>
            <Button variant="default" onClick={onClose}>
              {b.stay}
            </Button>
            <Button
              data-autofocus
              loading={busy}
              onClick={() =>
                void run(async () => {
                  try {
                    await openWorkspace(restored.dir);
                    onClose();
                  } catch (cause) {
                    setProblem(sentence(cause));
                  }
                })
              }
            >
              {b.openRestored}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            void restore();
          }}
        >
          <p>
            <strong>
              {'file' in source
                ? b.restoreFile(source.file.name, fileSize(source.file.size))
                : b.restoreWhich(dateTime(source.snapshot.at), fileSize(source.snapshot.bytes))}
            </strong>
          </p>
          <p>{b.untouched}</p>
          <FolderField
            label={b.folder}
            note={b.folderNote}
            value={dir}
            error={problem}
            onChange={(next) => {
              setProblem('');
              setDir(next);
            }}
          />
          <div className={css.formActions}>
            <Button variant="default" disabled={busy} onClick={onClose}>
              {t.ui.actions.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {b.go}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
