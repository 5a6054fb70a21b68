import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { Chip } from '@/ui/layout';
import type { Detail } from './api';
import css from './merge.module.css';
import { joinedLists } from './mergeFields';

const kinds = ['contract', 'interaction', 'task', 'attachment', 'contact'] as const;
type Kind = (typeof kinds)[number];

/** How much hangs on the records, by kind; what is not there is left out. */
export function movesOf(list: readonly Detail[]): [Kind, number][] {
  const of = (d: Detail, kind: Kind) => (kind === 'contact' ? d.contacts.length : (d.counts[kind] ?? 0));
  return kinds
    .map((kind): [Kind, number] => [kind, list.reduce((sum, d) => sum + of(d, kind), 0)])
    .filter(([, n]) => n > 0);
}

export function useMoved(): (kind: Kind, n: number) => string {
  const t = useText();
  return (kind, n) => t.merge.moved[kind](count(n));
}

/** What needs no choice: lists become one, everything that hangs on the others moves along. */
export function MergeTogether({ list, keep, name }: { list: Detail[]; keep: number; name: string }) {
  const t = useText();
  const moved = useMoved();
  const moves = movesOf(list.filter((d) => d.customer.id !== keep));
  const silent = list.some((d) => d.customer.consent.doNotContact);
  const refused = list.some((d) => d.customer.consent.marketing === 'refused');
  return (
    <div className={css.together}>
      <section aria-labelledby="merge-joined" className={css.block}>
        <h2 id="merge-joined" className={css.heading}>
          {t.merge.joined}
        </h2>
        <dl className={css.lists}>
          {joinedLists(list, keep).map((one) => (
            <div key={one.key}>
              <dt>{one.label}</dt>
              <dd>
                {one.values.map((value) => (
                  <Chip key={value}>{value}</Chip>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="merge-moves" className={css.block}>
        <h2 id="merge-moves" className={css.heading}>
          {t.merge.moves}
        </h2>
        <p className={css.moves}>
          {moves.length === 0
            ? t.merge.nothing
            : moves.map(([kind, n]) => <span key={kind}>{moved(kind, n)}</span>)}
        </p>
        {silent && <p className={css.warn}>{t.merge.doNotContact}</p>}
        {refused && <p className={css.warn}>{t.merge.refused}</p>}
        <p className={css.hint}>
          {t.merge.into(name)} · {t.merge.after}
        </p>
      </section>
    </div>
  );
}
