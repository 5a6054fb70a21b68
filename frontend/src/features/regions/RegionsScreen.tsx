import { Button } from '@mantine/core';
import { IconChevronRight, IconMapPin } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLang, useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { Empty, LinkButton, Page, PageHead } from '@/ui/layout';
import { api, keys, listPath, type RegionRow } from './api';
import css from './regions.module.css';

/** State of the divisions in the table, as backend/region says. */
const YEAR = '2024';

/** 地区: customers by province, city and district; a number opens the list of those customers. */
export default function RegionsScreen() {
  const t = useText();
  const r = t.regions;
  const go = useGo();
  const [code, setCode] = useSearchParam('in');
  const query = useQuery({
    queryKey: keys.regions(code),
    queryFn: () => api.Regions(code),
    placeholderData: keepPreviousData,
  });
  const data = query.data;
  const place = data?.place;
  const path = [
    { code: '', name: r.china },
    ...(place && code !== '' ? [{ code: code.slice(0, 2), name: place.province }] : []),
    ...(place && code.length >= 4 ? [{ code, name: place.city }] : []),
  ];
  const rest: [string, number, string][] = data
    ? [
        ...(data.here > 0 ? [[r.here, data.here, code] as [string, number, string]] : []),
        ...(data.unplaced > 0 ? [[r.unplaced, data.unplaced, ''] as [string, number, string]] : []),
      ]
    : [];
  const all = (data?.total ?? 0) + (data?.unplaced ?? 0);
  return (
    <Page>
      <PageHead title={r.title} note={data && r.total(count(data.total))}>
        <Button
          variant="default"
          leftSection={<IconMapPin size="1.125rem" />}
          onClick={() => go('/regions/fill')}
        >
          {r.fill}
        </Button>
      </PageHead>
      <div className={css.screen}>
        {query.error && !data ? (
          <Empty title={sentence(query.error)}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {t.ui.actions.retry}
            </Button>
          </Empty>
        ) : !data ? null : all === 0 ? (
          <Empty title={r.none} text={r.noneText}>
            <Button onClick={() => go('/regions/fill')}>{r.fill}</Button>
          </Empty>
        ) : (
          <div className={css.column}>
            <nav className={css.path} aria-label={r.title}>
              {path.map((step, i) =>
                i === path.length - 1 ? (
                  <span key={step.code} aria-current="page">
                    {step.name}
                  </span>
                ) : (
                  <span key={step.code} className={css.step}>
                    <LinkButton onClick={() => setCode(step.code)}>{step.name}</LinkButton>
                    <IconChevronRight size="1rem" aria-hidden />
                  </span>
                ),
              )}
            </nav>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{r.column.name}</th>
                  <th scope="col" className={css.number}>
                    {r.column.count}
                  </th>
                  <th scope="col">{r.column.share}</th>
                  <th scope="col" className={css.number}>
                    {r.column.a}
                  </th>
                  <th scope="col">
                    <span className="visually-hidden">{r.open}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row) => (
                  <Row key={row.code} row={row} all={all} onInside={setCode} />
                ))}
                {rest.map(([name, n, of]) => (
                  <tr key={name} className={css.rest}>
                    <td>{name}</td>
                    <td className={`num ${css.number}`}>{count(n)}</td>
                    <td>
                      <Share part={n / all} />
                    </td>
                    <td />
                    <td className={css.end}>
                      <LinkButton title={r.openOf(name)} onClick={() => go(listPath(of))}>
                        {r.open}
                      </LinkButton>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className={css.muted}>{r.source(YEAR)}</p>
          </div>
        )}
      </div>
    </Page>
  );
}

function Row(props: { row: RegionRow; all: number; onInside: (code: string) => void }) {
  const t = useText();
  const r = t.regions;
  const go = useGo();
  const english = useLang() === 'en';
  const { row } = props;
  return (
    <tr>
      <td>
        {row.leaf ? (
          row.name
        ) : (
          <LinkButton title={r.inside(row.name)} onClick={() => props.onInside(row.code)}>
            {row.name}
          </LinkButton>
        )}
        {english && <span className={css.muted}> {row.english}</span>}
      </td>
      <td className={`num ${css.number}`}>{count(row.count)}</td>
      <td>
        <Share part={row.count / props.all} />
      </td>
      <td className={`num ${css.number}`}>{row.a === 0 ? '' : count(row.a)}</td>
      <td className={css.end}>
        <LinkButton title={r.openOf(row.name)} onClick={() => go(listPath(row.code))}>
          {r.open}
        </LinkButton>
      </td>
    </tr>
  );
}

/** A part of the whole as a bar with its per cent. */
function Share({ part }: { part: number }) {
  return (
    <span className={css.share}>
      <span className={css.bar} aria-hidden>
        <span style={{ width: `${Math.max(part * 100, 1)}%` }} />
      </span>
      <span className="num">{part < 0.005 ? '< 1' : Math.round(part * 100)} %</span>
    </span>
  );
}
