import { useMemo } from 'react';
import { useText } from '@/i18n';
import { ago, dueDate, money } from '@/lib/format';
import { useStaff } from '@/lib/staff';
import type { Column } from '@/ui/DataGrid';
import type { Row } from './api';
import css from './customers.module.css';
import { useFilterFields } from './filterWords';
import { useWords } from './words';

/** What another domain adds to a row: last contact, next step. */
const extra = (row: Row, key: string): unknown => row.extra[key];

/** Every column of the list, in order. Plain elements only: they are drawn while scrolling. */
export function useColumns(): Column<Row>[] {
  const t = useText();
  const words = useWords();
  const fields = useFilterFields();
  const staff = useStaff();
  const { solo } = staff;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const c = t.customers.columns;
    const none = <span className={css.none}>—</span>;
    const text = (value: string) => (value === '' ? none : value);
    const columns: Column<Row>[] = [
      {
        key: 'name',
        header: c.name,
        width: 13,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={css.name} title={r.name}>
            {r.name}
          </span>
        ),
      },
      {
        key: 'contactName',
        header: words.field('contactName'),
        width: 6.5,
        grow: 1,
        priority: 3,
        sortable: true,
        render: (r) => text(r.contactName),
      },
      {
        key: 'phone',
        header: c.phone,
        width: 9.5,
        priority: 1,
        render: (r) => (r.phone === '' ? none : <span className="num">{r.phone}</span>),
      },
      {
        key: 'tier',
        header: words.field('tier'),
        width: 4.5,
        priority: 4,
        sortable: true,
        render: (r) => <Tier tier={r.tier} />,
      },
      {
        key: 'lifecycle',
        header: words.field('lifecycle'),
        width: 6,
        priority: 5,
        sortable: true,
        render: (r) => words.word('lifecycle', r.lifecycle),
      },
      {
        key: 'city',
        header: words.field('city'),
        width: 6,
        priority: 6,
        sortable: true,
        render: (r) => text(r.city || r.province),
      },
      {
        key: 'tags',
        header: words.field('tags'),
        width: 9,
        grow: 1,
        priority: 7,
        render: (r) => (
          <span className={css.tags}>
            {r.tags.slice(0, 3).map((tag) => (
              <span key={tag} className={css.tag}>
                {tag}
              </span>
            ))}
          </span>
        ),
      },
      {
        key: 'kind',
        header: words.field('kind'),
        width: 5,
        priority: 12,
        sortable: true,
        render: (r) => words.word('kind', r.kind),
      },
      {
        key: 'role',
        header: words.field('role'),
        width: 6,
        priority: 13,
        sortable: true,
        render: (r) => words.word('role', r.role),
      },
      {
        key: 'industry',
        header: words.field('industry'),
        width: 7,
        priority: 10,
        sortable: true,
        render: (r) => text(r.industry),
      },
      {
        key: 'channel',
        header: words.field('channel'),
        width: 7,
        priority: 11,
        sortable: true,
        render: (r) => text(r.channel),
      },
      { key: 'email', header: words.field('email'), width: 12, priority: 9, render: (r) => text(r.email) },
      {
        key: 'lastContact',
        header: words.field('lastContact'),
        width: 8,
        priority: 6,
        sortable: true,
        render: (r) => (extra(r, 'lastContact') ? ago(Number(extra(r, 'lastContact'))) : none),
      },
      {
        key: 'nextDue',
        header: words.field('nextDue'),
        width: 9,
        grow: 1,
        priority: 6,
        sortable: true,
        render: (r) =>
          extra(r, 'nextDue') ? `${dueDate(String(extra(r, 'nextDue')))} ${extra(r, 'nextStep')}` : none,
      },
      {
        key: 'contracts',
        header: words.field('contracts'),
        width: 5,
        priority: 12,
        render: (r) =>
          extra(r, 'contracts') ? <span className="num">{Number(extra(r, 'contracts'))}</span> : none,
      },
      {
        key: 'revenue',
        header: words.field('revenue'),
        width: 8,
        priority: 11,
        render: (r) =>
          extra(r, 'signed') ? <span className="num">{money(Number(extra(r, 'signed')))}</span> : none,
      },
      {
        key: 'owed',
        header: words.field('owed'),
        width: 8,
        priority: 11,
        align: 'end',
        render: (r) =>
          extra(r, 'owed') ? <span className="num">{money(Number(extra(r, 'owed')))}</span> : none,
      },
      {
        key: 'overdue',
        header: words.field('overdue'),
        width: 9,
        priority: 2,
        align: 'end',
        render: (r) =>
          extra(r, 'overdue') ? (
            <span
              className={`num ${css.overdue}`}
              title={t.ui.dates.overdue(Number(extra(r, 'overdueDays')))}
            >
              {money(Number(extra(r, 'overdue')))}
            </span>
          ) : (
            none
          ),
      },
      {
        key: 'score',
        header: words.field('score'),
        width: 5,
        priority: 8,
        sortable: true,
        render: (r) =>
          extra(r, 'score') === undefined ? none : <span className="num">{Number(extra(r, 'score'))}</span>,
      },
      {
        key: 'suggestedTier',
        header: words.field('suggestedTier'),
        width: 6,
        priority: 9,
        sortable: true,
        render: (r) => <Tier tier={String(extra(r, 'suggestedTier') ?? '')} />,
      },
      {
        key: 'openedAt',
        header: c.opened,
        width: 8,
        priority: 2,
        sortable: true,
        render: (r) => (r.openedAt === 0 ? none : ago(r.openedAt)),
      },
      {
        key: 'createdAt',
        header: c.created,
        width: 8,
        priority: 8,
        sortable: true,
        render: (r) => ago(r.createdAt),
      },
      {
        key: 'updatedAt',
        header: c.updated,
        width: 8,
        priority: 8,
        sortable: true,
        render: (r) => ago(r.updatedAt),
      },
    ];
    if (!solo)
      columns.splice(3, 0, {
        key: 'ownerId',
        header: words.field('ownerId'),
        width: 6,
        priority: 5,
        sortable: true,
        render: (r) => text(staff.name(r.ownerId)),
      });
    for (const field of fields.filter((f) => f.field.startsWith('custom.')))
      columns.push({
        key: field.field,
        header: field.label,
        width: 8,
        priority: 14,
        render: (r) => text(String(r.custom[field.field.slice('custom.'.length)] ?? '')),
      });
    return columns;
  }, [t, fields, solo, staff.names]);
}

/** Columns shown before the person chooses. */
export const usualColumns = ['name', 'contactName', 'phone', 'ownerId', 'tier', 'lifecycle', 'city', 'tags'];

export function Tier({ tier }: { tier: string }) {
  const t = useText();
  if (tier === '') return <span className={css.none}>—</span>;
  const note = t.customers.tierNote[tier as 'A' | 'B' | 'C'];
  return (
    <span className={`${css.tier} ${tier === 'A' ? css.tierA : ''}`} title={note}>
      {tier}
    </span>
  );
}
