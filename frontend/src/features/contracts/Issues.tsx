import { Button } from '@mantine/core';
import { IconDeviceFloppy, IconExternalLink, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, dateTime } from '@/lib/format';
import { IconButton, Section } from '@/ui/layout';
import { api, type Issue, keys, type View } from './api';
import shared from './contracts.module.css';
import css from './issues.module.css';
import { Pieces } from './Pieces';
import { fail, printAgain, saveIssue, viewIssue } from './printing';
import { useWords } from './words';

/** Every issue with its way to paper again, and what was done with it. */
export function Issues({ view }: { view: View }) {
  const t = useText();
  const words = useWords();
  const id = view.contract.id;
  const prints = useQuery({
    queryKey: keys.prints(id),
    queryFn: () => api.Prints(id),
    enabled: view.issues.length > 0,
    meta: { kinds: ['contract', 'contract_issue'] },
  });
  if (view.issues.length === 0) return null;
  const withUrl = (issue: Issue, run: (issueId: number, url: string) => Promise<void>) =>
    void api
      .IssuePDF(issue.id)
      .then((url) => run(issue.id, url))
      .catch(fail);
  return (
    <Section title={t.contracts.issues.title} count={view.issues.length}>
      {view.issues.map((issue) => (
        <div key={issue.id} className={css.issue}>
          <div className={css.issueMain}>
            <div>
              <b>{t.contracts.issues.nth(issue.n)}</b>
              {issue.priceFree && <span className={css.tag}>{t.contracts.priceFree}</span>}{' '}
              <span className={shared.muted} title={dateTime(issue.createdAt)}>
                {ago(issue.createdAt)}
                {issue.actor !== '' && ` · ${issue.actor}`} · {t.contracts.issues.pages(issue.pages)} ·{' '}
                <span className={css.hash} title={`SHA-256 ${issue.sha256}`}>
                  {issue.sha256.slice(0, 8)}
                </span>
              </span>
            </div>
            {(prints.data ?? [])
              .filter((p) => p.issueId === issue.id)
              .slice(0, 5)
              .map((p) => (
                <div key={p.id} className={css.log} title={dateTime(p.at)}>
                  {words.shared(`contract.action.${p.action}`)}
                  {p.copies > 1 && ` ×${p.copies}`}
                  {p.target !== '' && ` · ${p.target}`} · {ago(p.at)}
                </div>
              ))}
          </div>
          <IconButton
            label={t.contracts.issues.printAgain(issue.n)}
            onClick={() => void printAgain(issue.id, `${view.number} · ${t.contracts.issues.nth(issue.n)}`)}
          >
            <IconPrinter size="1.125rem" />
          </IconButton>
          <IconButton label={t.contracts.issues.save(issue.n)} onClick={() => withUrl(issue, saveIssue)}>
            <IconDeviceFloppy size="1.125rem" />
          </IconButton>
          <IconButton label={t.contracts.issues.open(issue.n)} onClick={() => withUrl(issue, viewIssue)}>
            <IconExternalLink size="1.125rem" />
          </IconButton>
        </div>
      ))}
    </Section>
  );
}

/** What differs from an issue: what stood there struck through, what stands there now underlined. */
export function Differences({ view, onClose }: { view: View; onClose: () => void }) {
  const t = useText();
  const id = view.contract.id;
  const list = useQuery({
    queryKey: ['contract', 'differences', id, view.contract.version],
    queryFn: () => api.Differences(id, 0),
    placeholderData: (before) => before,
  });
  return (
    <section className={css.differences} aria-label={t.contracts.differs.title}>
      {list.error && <p>{sentence(list.error)}</p>}
      {list.data?.length === 0 && <p>{t.contracts.differs.none}</p>}
      {list.data?.map((change, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places come in reading order
        <div key={i} className={css.difference}>
          <span className={css.where}>{change.where}</span>
          <p>
            <Pieces pieces={change.pieces} />
          </p>
        </div>
      ))}
      <Button variant="default" onClick={onClose}>
        {t.ui.actions.close}
      </Button>
    </section>
  );
}
