import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { Empty, LinkButton, Section } from '@/ui/layout';
import { api, type Facet, type Fix, fixes, type Health, keys, kinds, listOf } from './api';
import { FixList } from './FixList';
import css from './insight.module.css';
import { percent, Trend } from './Trend';

/** The figures, the lists of what to put right, and the sources. */
export function HealthTab() {
  const t = useText();
  const go = useGo();
  const query = useQuery({
    queryKey: keys.health,
    queryFn: () => api.Health(),
    meta: { kinds: [...kinds, 'staff'] },
  });
  const health = query.data;
  if (query.error && !health) return <Empty title={sentence(query.error)} />;
  if (!health) return <output className={css.waiting}>{t.insight.loading}</output>;
  if (health.total === 0)
    return (
      <Empty title={t.insight.empty} text={t.insight.emptyText}>
        <Button onClick={() => go('/customers/import')}>{t.insight.importNow}</Button>
      </Empty>
    );
  return (
    <>
      <div className={css.figures}>
        <Whole health={health} />
        <Facets health={health} />
        <Trend days={health.days} />
      </div>
      <Fixes health={health} />
      <Channels health={health} />
      <People health={health} />
    </>
  );
}

function Whole({ health }: { health: Health }) {
  const t = useText();
  const go = useGo();
  const names = health.needs.map((need) => t.insight.facets[need as Facet]).join(t.insight.comma);
  return (
    <div className={css.whole}>
      <div className={css.big}>
        <span className="num">{percent(health.complete, health.total)}</span> {t.insight.complete}
      </div>
      <p>{t.insight.completeNote(count(health.complete), count(health.total))}</p>
      <p className={css.muted}>
        {t.insight.needsNote(names)}{' '}
        <LinkButton onClick={() => go('/settings/insight')}>{t.insight.change}</LinkButton>
      </p>
    </div>
  );
}

function Facets({ health }: { health: Health }) {
  const t = useText();
  const [, setList] = useSearchParam('list');
  return (
    <ul className={css.facets}>
      {(health.names as Facet[]).map((name) => {
        const done = health.facets[name] ?? 0;
        const label = t.insight.facets[name];
        const bad = name === 'phone' ? 'badPhone' : name === 'email' ? 'badEmail' : listOf[name];
        const list = (health.fixes[bad] ?? 0) > 0 ? bad : listOf[name];
        return (
          <li key={name}>
            <button
              type="button"
              className={css.facet}
              title={t.insight.facetOpen(label, count(health.total - done))}
              onClick={() => setList(list)}
            >
              <span>
                {label}
                {!health.needs.includes(name) && <span className={css.muted}> · {t.insight.notNeeded}</span>}
              </span>
              <span className={css.bar}>
                <span className={css.fill} style={{ width: percent(done, health.total) }} />
              </span>
              <span className="num">{percent(done, health.total)}</span>
              <span className={`num ${css.muted}`}>
                {t.insight.facetCount(count(done), count(health.total))}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The lists with something in them; the address says which one is open. */
function Fixes({ health }: { health: Health }) {
  const t = useText();
  const go = useGo();
  const [said, setList] = useSearchParam('list');
  const filled = fixes.filter((name) => (health.fixes[name] ?? 0) > 0);
  // A list that was just finished stays open, so that its last toast can be read there.
  const open = fixes.find((name) => name === said) ?? filled[0];
  const shown = fixes.filter((name) => filled.includes(name) || name === open);
  return (
    <Section title={t.insight.toFix}>
      <div className={css.chips}>
        {shown.map((name: Fix) => (
          <button
            key={name}
            type="button"
            className={css.chip}
            aria-pressed={name === open}
            onClick={() => setList(name)}
          >
            {t.insight.fixes[name]} <span className="num">{count(health.fixes[name] ?? 0)}</span>
          </button>
        ))}
        <button type="button" className={css.chip} onClick={() => go('/customers/duplicates')}>
          {t.insight.duplicates} →
        </button>
      </div>
      {open ? <FixList key={open} list={open} /> : <p className={css.muted}>{t.insight.nothingToFix}</p>}
    </Section>
  );
}

/** One line of a table of shares: what it is of, and the share. */
interface Line {
  key: string;
  label: string;
  share: Pick<Health, 'total' | 'complete' | 'facets'>;
}

function Channels({ health }: { health: Health }) {
  const t = useText();
  return (
    <Section title={t.insight.byChannel}>
      <Shares
        head={t.insight.source}
        needs={health.needs as Facet[]}
        lines={health.channels.map((c) => ({
          key: c.channel,
          label: c.channel === '' ? t.insight.noSource : c.channel,
          share: c,
        }))}
      />
    </Section>
  );
}

/** Whose customers are in what state; nothing in solo mode. */
function People({ health }: { health: Health }) {
  const t = useText();
  const { solo, name } = useStaff();
  if (solo || health.staff.length === 0) return null;
  return (
    <Section title={t.insight.byStaff}>
      <Shares
        head={t.staff.owner}
        needs={health.needs as Facet[]}
        lines={health.staff.map((p) => ({
          key: String(p.id),
          label: p.id === 0 ? t.staff.nobody : name(p.id),
          share: p,
        }))}
      />
    </Section>
  );
}

function Shares({ head, needs, lines }: { head: string; needs: Facet[]; lines: Line[] }) {
  const t = useText();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{head}</th>
          <th className={css.right}>{t.insight.customers}</th>
          <th className={css.right}>{t.insight.complete}</th>
          {needs.map((name) => (
            <th key={name} className={`${css.right} ${css.rare}`}>
              {t.insight.facets[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, share }) => (
          <tr key={key}>
            <td>{label}</td>
            <td className={`num ${css.right}`}>{count(share.total)}</td>
            <td className={`num ${css.right}`}>{percent(share.complete, share.total)}</td>
            {needs.map((name) => (
              <td key={name} className={`num ${css.right} ${css.rare}`}>
                {percent(share.facets[name] ?? 0, share.total)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
