import { useMemo } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { ago } from '@/lib/format';
import type { Column } from '@/ui/DataGrid';
import type { Member } from './api';
import css from './groups.module.css';

/** Columns of the members: those of customers, and what the group adds. Plain elements only. */
export function useColumns(): Column<Member>[] {
  const t = useText();
  const shared = useShared();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const none = <span className={css.muted}>—</span>;
    const field = (name: string) => shared(`customer.field.${name}`);
    const columns: Column<Member>[] = [
      {
        key: 'name',
        header: t.customers.columns.name,
        width: 12,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (m) => (
          <span className={css.placeName} title={m.name}>
            {m.name}
          </span>
        ),
      },
      {
        key: 'contactName',
        header: field('contactName'),
        width: 6,
        grow: 1,
        priority: 4,
        sortable: true,
        render: (m) => m.contactName || none,
      },
      {
        key: 'phone',
        header: t.customers.columns.phone,
        width: 9.5,
        priority: 1,
        render: (m) => (m.phone === '' ? none : <span className="num">{m.phone}</span>),
      },
      {
        key: 'tier',
        header: field('tier'),
        width: 4.5,
        priority: 5,
        sortable: true,
        render: (m) => m.tier || none,
      },
      {
        key: 'city',
        header: field('city'),
        width: 6,
        priority: 6,
        sortable: true,
        render: (m) => m.city || m.province || none,
      },
      {
        key: 'lastContact',
        header: field('lastContact'),
        width: 7,
        priority: 3,
        sortable: true,
        render: (m) => (m.extra.lastContact ? ago(Number(m.extra.lastContact)) : none),
      },
      {
        key: 'others',
        header: t.groups.elsewhere,
        width: 9,
        grow: 2,
        priority: 2,
        render: (m) => (m.others.length === 0 ? none : m.others.join(t.groups.comma)),
      },
      {
        key: 'note',
        header: shared('group.field.note'),
        width: 8,
        grow: 2,
        priority: 7,
        render: (m) => m.note || none,
      },
      {
        key: 'joinedAt',
        header: t.groups.joined,
        width: 7,
        priority: 8,
        render: (m) => ago(m.joinedAt),
      },
    ];
    return columns;
  }, [t]);
}
