import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Chip, Empty, Section } from '@/ui/layout';
import { api, type GroupView, keys, touching } from './api';
import css from './groups.module.css';

/** Which groups share customers, and who is in several. */
export function Overlap({ groups }: { groups: GroupView[] }) {
  const t = useText();
  const go = useGo();
  const found = useQuery({
    queryKey: keys.overlaps,
    queryFn: () => api.Overlaps(),
    meta: { kinds: touching },
  }).data;
  if (!found) return null;
  if (found.total === 0) return <Empty title={t.groups.noOverlap} />;
  const shared = (a: number, b: number) =>
    found.pairs.find((p) => (p.aId === a && p.bId === b) || (p.aId === b && p.bId === a))?.count ?? 0;
  const touched = groups.filter((g) => found.pairs.some((p) => p.aId === g.id || p.bId === g.id));
  const name = (id: number) => groups.find((g) => g.id === id)?.name ?? '';
  return (
    <div className={css.overlap}>
      <Section title={t.groups.between}>
        <div className={css.scroll}>
          <table className={css.matrix}>
            <thead>
              <tr>
                <td />
                {touched.map((g) => (
                  <th key={g.id} scope="col">
                    {g.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {touched.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{row.name}</th>
                  {touched.map((column) => {
                    const n = shared(row.id, column.id);
                    return (
                      <td key={column.id} className={row.id === column.id ? css.self : undefined}>
                        {row.id === column.id ? (
                          <span className={css.muted}>{count(row.members)}</span>
                        ) : n === 0 ? (
                          <span className={css.muted}>—</span>
                        ) : (
                          <button
                            type="button"
                            className={css.cell}
                            aria-label={t.groups.both(row.name, column.name, count(n))}
                            onClick={() => go(`/groups/${row.id}?view=with-${column.id}`)}
                          >
                            {count(n)}
                          </button>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Section title={t.groups.several(count(found.total))}>
        {found.customers.map((customer) => (
          <div key={customer.id} className={css.several}>
            <button type="button" className={css.placeMain} onClick={() => go(`/customers/${customer.id}`)}>
              <span className={css.placeName}>{customer.name}</span>
            </button>
            <span className={css.chips}>
              {customer.groups.map((id) => (
                <Chip key={id}>{name(id)}</Chip>
              ))}
            </span>
          </div>
        ))}
        {found.total > found.customers.length && (
          <p className={css.muted}>{t.groups.firstOnly(count(found.customers.length))}</p>
        )}
      </Section>
    </div>
  );
}
