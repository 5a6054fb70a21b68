import { Button, Modal } from '@mantine/core';
import { IconFolderOpen, IconFolderPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count } from '@/lib/format';
import { settingsService } from '@/lib/settings';
import { type RecentWorkspace, type WorkspaceStatus, workspace, workspaceQuery } from '@/lib/workspace';
import { Facts, PlainFact } from '@/ui/EditableField';
import { LinkButton, Section } from '@/ui/layout';
import { act, fail, openWorkspace, useBusy } from './act';
import { besideWorkspace } from './api';
import { FolderField, Loaded, Place, WorkspaceNotices } from './parts';
import css from './settings.module.css';

/** 工作区: where the data is, and going to another. */
export default function WorkspacePage() {
  const t = useText();
  const w = t.settings.workspace;
  const status = useQuery(workspaceQuery);
  const [asking, setAsking] = useState<'open' | 'create' | undefined>(undefined);
  return (
    <Loaded query={status}>
      {(now) => (
        <>
          <WorkspaceNotices />
          <Section title={w.now}>
            <div className={css.facts}>
              <Facts>
                <PlainFact label={w.name}>{now.name}</PlainFact>
                <PlainFact label={w.dir}>
                  <Place path={now.dir} />
                </PlainFact>
                <PlainFact label={w.backups}>
                  <Place path={now.backupDir} />
                </PlainFact>
              </Facts>
            </div>
            <p className={css.foot}>{w.note}</p>
          </Section>
          <Sample />
          <Section title={w.recent}>
            <div className={css.bar}>
              <Button
                variant="default"
                leftSection={<IconFolderOpen size="1rem" />}
                onClick={() => setAsking('open')}
              >
                {w.open}
              </Button>
              <Button
                variant="default"
                leftSection={<IconFolderPlus size="1rem" />}
                onClick={() => setAsking('create')}
              >
                {w.create}
              </Button>
            </div>
            <RecentList now={now} />
          </Section>
          {asking && <FolderDialog how={asking} now={now} onClose={() => setAsking(undefined)} />}
        </>
      )}
    </Loaded>
  );
}

/** The sample business, while something of it is left. */
function Sample() {
  const t = useText();
  const w = t.settings.workspace;
  const [busy, run] = useBusy();
  const sample = useQuery({
    queryKey: ['setting', 'sample'],
    queryFn: () => settingsService.Sample(),
    meta: { kinds: ['customer', 'contract', 'setting'] },
  });
  if (!sample.data || sample.data.total === 0) return null;
  return (
    <Section title={w.sample}>
      <p className={css.lead}>{w.sampleText(count(sample.data.total))}</p>
      <Button variant="default" loading={busy} onClick={() => void run(() => settingsService.RemoveSample())}>
        {w.sampleRemove}
      </Button>
    </Section>
  );
}

function RecentList({ now }: { now: WorkspaceStatus }) {
  const t = useText();
  const w = t.settings.workspace;
  const query = useQuery({ queryKey: ['workspace', 'recent'], queryFn: () => workspace.Recent() });
  const [opening, setOpening] = useState('');
  const go = async (one: RecentWorkspace) => {
    setOpening(one.dir);
    try {
      await openWorkspace(one.dir);
    } catch (cause) {
      fail(cause);
    } finally {
      setOpening('');
    }
  };
  return (
    <Loaded query={query}>
      {(list) =>
        list.length === 0 ? (
          <p className={css.waiting}>{w.noRecent}</p>
        ) : (
          <ul className={css.rows}>
            {list.map((one) => (
              <li key={one.dir} className={css.row}>
                <div className={css.rowMain}>
                  <span className={css.path}>{one.dir}</span>
                  <div className={css.muted}>{w.opened(ago(one.openedAt))}</div>
                </div>
                <div className={css.rowEnd}>
                  {one.dir === now.dir ? (
                    <span className={css.badge}>{w.current}</span>
                  ) : one.exists ? (
                    <LinkButton title={w.switchTo(one.dir)} onClick={() => opening === '' && act(go(one))}>
                      {w.switch}
                    </LinkButton>
                  ) : (
                    <span className={css.chip}>{w.gone}</span>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function FolderDialog(props: { how: 'open' | 'create'; now: WorkspaceStatus; onClose: () => void }) {
  const t = useText();
  const w = t.settings.workspace;
  const { how } = props;
  const [dir, setDir] = useState(() => (how === 'create' ? besideWorkspace(props.now, 'new') : ''));
  const [problem, setProblem] = useState('');
  const [busy, run] = useBusy();
  const go = () =>
    run(async () => {
      setProblem('');
      try {
        await openWorkspace(dir.trim(), how);
        props.onClose();
      } catch (cause) {
        setProblem(sentence(cause));
      }
    });
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={how === 'open' ? w.openTitle : w.createTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (dir.trim() !== '') void go();
        }}
      >
        <p>{how === 'open' ? w.openText : w.createText}</p>
        <FolderField
          label={w.folder}
          note={w.folderNote}
          value={dir}
          error={problem}
          onChange={(next) => {
            setProblem('');
            setDir(next);
          }}
        />
        <div className={css.formActions}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={dir.trim() === ''}>
            {how === 'open' ? w.openGo : w.createGo}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
