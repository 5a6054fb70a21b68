import { Menu } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconDots } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, dateTime, dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { ask } from '@/lib/talk';
import { show } from '@/lib/toasts';
import { Chip, IconButton, LinkButton } from '@/ui/layout';
import { api, type Entry } from './api';
import { attachTo, EntryFiles } from './EntryFiles';
import css from './interactions.module.css';
import { useWords } from './words';

/** One exchange of the timeline. */
export function EntryRow({ entry }: { entry: Entry }) {
  const t = useText();
  const i = t.interactions;
  const words = useWords();
  const go = useGo();
  const Arrow = entry.direction === 'in' ? IconArrowDownLeft : IconArrowUpRight;
  const price = [entry.priceLow, entry.priceHigh].filter((n) => n > 0).map((n) => money(n));
  return (
    <article className={css.entry}>
      <header className={css.entryHead}>
        <Arrow size="1rem" aria-label={words.word('direction', entry.direction)} />
        <span className={css.entryMedium}>{words.word('medium', entry.medium)}</span>
        {entry.contactName !== '' && <span>{entry.contactName}</span>}
        {entry.outcome !== '' && <Chip>{words.word('outcome', entry.outcome)}</Chip>}
        <span className={css.gap} />
        <time className={css.muted} title={dateTime(entry.at)}>
          {ago(entry.at)}
        </time>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={t.ui.actions.more}>
              <IconDots size="1.125rem" />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => ask({ form: 'log', entry })}>{i.editEntry}</Menu.Item>
            <Menu.Item onClick={() => void attachTo(entry.id)}>{i.attach}</Menu.Item>
            <Menu.Item
              c="var(--crm-seal)"
              onClick={() =>
                void api.Trash([entry.id]).catch((cause) => void show({ text: sentence(cause), tone: 'bad' }))
              }
            >
              {t.ui.actions.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <p className={css.summary}>{entry.summary}</p>
      {(entry.needs.length > 0 ||
        entry.purposes.length > 0 ||
        price.length > 0 ||
        entry.competitor !== '') && (
        <p className={css.entryFacts}>
          {[...entry.purposes, ...entry.needs].map((word) => (
            <Chip key={word}>{word}</Chip>
          ))}
          {price.length > 0 && <span className="num">{price.join(' – ')}</span>}
          {entry.competitor !== '' && <span>{i.competitor(entry.competitor)}</span>}
        </p>
      )}
      {entry.files > 0 && <EntryFiles entry={entry.id} />}
      {entry.opportunityTitle !== '' && (
        <LinkButton onClick={() => go(`/opportunities/${entry.opportunityId}`)}>
          {entry.opportunityTitle}
        </LinkButton>
      )}
      {entry.contractTitle !== '' && (
        <LinkButton onClick={() => go(`/contracts/${entry.contractId}`)}>{entry.contractTitle}</LinkButton>
      )}
      {entry.task && (
        <p className={css.muted}>
          {i.thenTask(entry.task.title, dueDate(entry.task.due))}
          {entry.task.state !== 'open' && ` · ${words.word('state', entry.task.state)}`}
        </p>
      )}
    </article>
  );
}
