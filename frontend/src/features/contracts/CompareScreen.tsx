import { Button, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Picked } from '@/bridge';
import { useText } from '@/i18n';
import { shared as catalog } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useIdParam } from '@/lib/navigate';
import { FileDrop } from '@/ui/FileDrop';
import { Empty, Page, PageHead } from '@/ui/layout';
import { api, type ComparedPlace, type Comparison, keys } from './api';
import css from './compare.module.css';
import shared from './contracts.module.css';
import { Pieces } from './Pieces';
import { useWords } from './words';

/** 对比对方发回的文件: what the other side sent back beside what we issued, place by place. */
export default function CompareScreen() {
  const id = useIdParam();
  const t = useText();
  const c = t.contracts.compare;
  const back = useBack(`/contracts/${id}`);
  useCommand('contracts.leaveCompare', back);
  const [file, setFile] = useState<Picked | undefined>(undefined);
  const [issue, setIssue] = useState(0);
  const [fold, setFold] = useState(true);
  const view = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: { kinds: ['contract', 'contract_issue'] },
  });
  const result = useQuery({
    queryKey: ['contract', 'compare', id, issue, file?.token, fold],
    queryFn: () => api.Compare(id, issue, file?.token ?? '', { showForm: !fold }),
    enabled: file !== undefined,
    placeholderData: (before, query) => (query?.queryKey[4] === file?.token ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    meta: { kinds: [] },
  });
  const issues = view.data?.issues ?? [];
  const done = result.data;
  return (
    <Page>
      <PageHead
        back={back}
        title={c.title}
        note={view.data && `${view.data.number} ${view.data.contract.name}`}
      />
      <div className={css.screen}>
        {view.error !== null && !view.data ? (
          <Empty title={sentence(view.error)} />
        ) : (
          <>
            <FileDrop
              label={file ? c.another : c.drop}
              filter="contract"
              large={!file}
              onFiles={([first]) => first && setFile(first)}
            />
            {!file && <p className={css.hint}>{c.hint}</p>}
            {file && (
              <div className={css.tools}>
                <span className={css.file} title={file.name}>
                  {file.name}
                </span>
                {issues.length > 1 && (
                  <Select
                    aria-label={c.against}
                    allowDeselect={false}
                    data={[...issues]
                      .sort((a, b) => b.n - a.n)
                      .map((one) => ({ value: String(one.n), label: c.withIssue(one.n) }))}
                    value={String(issue === 0 ? (issues[0]?.n ?? 0) : issue)}
                    onChange={(value) => setIssue(Number(value))}
                  />
                )}
                <Switch
                  size="sm"
                  label={c.fold}
                  checked={fold}
                  onChange={(event) => setFold(event.currentTarget.checked)}
                />
              </div>
            )}
            {result.isFetching && !done && <output className={shared.opening}>{c.reading}</output>}
            {result.error && !result.isFetching && (
              <div role="alert" className={css.problem}>
                <p>{sentence(result.error)}</p>
                <Button variant="default" onClick={() => void result.refetch()}>
                  {t.ui.actions.retry}
                </Button>
              </div>
            )}
            {done && (
              <Result of={done} outside={view.data?.outside !== undefined && view.data.outside !== null} />
            )}
          </>
        )}
      </div>
    </Page>
  );
}

/** What stands around the text is not compared: nothing is missing without it. */
const besides = new Set([
  'manuscript.dropped.word_art',
  'manuscript.dropped.repeated',
  'manuscript.dropped.header',
]);

function Result({ of, outside }: { of: Comparison; outside: boolean }) {
  const t = useText();
  const c = t.contracts.compare;
  const { found } = of;
  const { summary, differences } = found;
  const grave = differences.filter((d) => d.grave);
  const rest = differences.filter((d) => !d.grave);
  const against = outside ? c.keptFile : of.issue > 0 ? c.nthIssue(of.issue) : c.present;
  const counts = [
    summary.changed > 0 && c.changed(summary.changed),
    summary.removed > 0 && c.removed(summary.removed),
    summary.added > 0 && c.added(summary.added),
    summary.moved > 0 && c.moved(summary.moved),
  ].filter((part) => part !== false);
  const notes = [
    found.rough && c.rough,
    summary.renumbered > 0 && c.renumbered(summary.renumbered),
    summary.form > 0 && c.form(summary.form),
    ...found.dropped.filter((d) => !besides.has(d.code)).map((d) => catalog(d.code, { count: d.count })),
  ].filter((note): note is string => typeof note === 'string');
  return (
    <section aria-label={c.result} className={css.result}>
      <div role="status" className={found.identical ? css.calm : css.found}>
        {found.identical ? (
          c.identical(against)
        ) : (
          <>
            <strong>{c.differences(differences.length, against)}</strong>
            {counts.length > 1 && <span className={shared.muted}>{counts.join(' · ')}</span>}
            {summary.grave > 0 && <span className={css.graveCount}>{c.grave(summary.grave)}</span>}
          </>
        )}
      </div>
      {notes.length > 0 && (
        <ul className={css.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {grave.length > 0 && <Places title={c.graveTitle} list={grave} />}
      {rest.length > 0 && <Places title={grave.length > 0 ? c.otherTitle : c.allTitle} list={rest} />}
    </section>
  );
}

/** The cells of a row that differ, each with the name of its column. */
function Cells({ place }: { place: ComparedPlace }) {
  const c = useText().contracts.compare;
  const row = [place.row > 0 && c.row(place.row), place.rowName].filter(Boolean).join(' · ');
  return (
    <>
      {row !== '' && <p className={css.row}>{row}</p>}
      <dl className={css.cells}>
        {place.cells.map((cell, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells come in the order of the row
          <div key={i}>
            <dt>{cell.column}</dt>
            <dd>
              <Pieces pieces={cell.pieces} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Places({ title, list }: { title: string; list: readonly ComparedPlace[] }) {
  const t = useText();
  const c = t.contracts.compare;
  const words = useWords();
  return (
    <>
      <h2 className={css.title}>{title}</h2>
      <ol className={css.places}>
        {list.map((place, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places come in reading order
          <li key={i} className={`${css.place} ${place.grave ? css.grave : ''}`}>
            <div className={css.where}>
              <b>{place.where === '' ? place.clause || t.contracts.place : place.where}</b>
              {place.to && <span className={shared.muted}>{c.movedTo(place.to)}</span>}
              <span className={css.kind}>{words.shared(`compare.${place.kind}`)}</span>
              {place.reasons.map((reason) => (
                <span key={reason} className={place.grave ? css.alarm : css.kind}>
                  {words.shared(`compare.${reason}`)}
                </span>
              ))}
            </div>
            {place.cells.length > 0 ? (
              <Cells place={place} />
            ) : (
              <div className={css.pieces}>
                <Pieces pieces={place.pieces} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
