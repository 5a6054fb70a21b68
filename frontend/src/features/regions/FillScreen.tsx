import { Button, Checkbox, Progress } from '@mantine/core';
import { useState } from 'react';
import type { JobState } from '@/bridge';
import { useText } from '@/i18n';
import { isCode, sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { finished, jobs } from '@/lib/jobs';
import { useBack, useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Empty, LinkButton, Page, PageHead, Tabs } from '@/ui/layout';
import { api, type Filling, type FillPlan, placeNames } from './api';
import css from './regions.module.css';

const sorts = ['sure', 'guess', 'tidy', 'unclear'] as const;
type Sort = (typeof sorts)[number];

/** 从地址补全地区: look first, choose, fill as one step. */
export default function FillScreen() {
  const t = useText();
  const r = t.regions;
  const back = useBack('/regions');
  const [plan, setPlan] = useState<FillPlan | undefined>(undefined);
  const [job, setJob] = useState<(JobState & { filling: boolean }) | undefined>(undefined);

  const run = async <T,>(start: Promise<string>, filling: boolean): Promise<T | undefined> => {
    try {
      return await finished<T>(await start, (state) => setJob({ ...state, filling }));
    } catch (cause) {
      if (!isCode(cause, 'fault.cancelled')) show({ text: sentence(cause), tone: 'bad' });
      return undefined;
    } finally {
      setJob(undefined);
    }
  };
  const scan = async () => setPlan(await run<FillPlan>(api.PlanFill(), false));
  const fill = async (options: { sure: boolean; guess: boolean; tidy: boolean; skip: number[] }) => {
    const done = await run<{ customers: number }>(api.Fill(options), true);
    if (done) back();
  };
  return (
    <Page>
      <PageHead back={back} title={r.fill} />
      <div className={css.screen}>
        {job ? (
          <div className={css.working}>
            <p>{r[job.filling ? 'filling' : 'scanning'](count(job.done), count(job.total))}</p>
            <Progress value={job.total === 0 ? 0 : (job.done / job.total) * 100} aria-label={r.fill} />
            <Button variant="default" onClick={() => void jobs.Cancel(job.id)}>
              {t.ui.actions.cancel}
            </Button>
          </div>
        ) : plan ? (
          <Result plan={plan} onFill={(options) => void fill(options)} onBack={back} />
        ) : (
          <div className={css.working}>
            <p className={css.lead}>{r.fillLead}</p>
            <div>
              <Button onClick={() => void scan()}>{r.scan}</Button>
            </div>
          </div>
        )}
      </div>
    </Page>
  );
}

function Result(props: {
  plan: FillPlan;
  onFill: (options: { sure: boolean; guess: boolean; tidy: boolean; skip: number[] }) => void;
  onBack: () => void;
}) {
  const t = useText();
  const r = t.regions;
  const { plan } = props;
  const [sort, setSort] = useState<Sort>(() => sorts.find((s) => plan[s] > 0) ?? 'sure');
  const [chosen, setChosen] = useState({ sure: plan.sure > 0, guess: false, tidy: false });
  const [skip, setSkip] = useState<ReadonlySet<number>>(new Set());
  const rows = plan[`${sort}Rows`];
  if (plan.sure + plan.guess + plan.tidy === 0)
    return (
      <Empty title={r.nothing} text={plan.unclear === 0 ? r.nothingText : r.unclearNote}>
        <Button variant="default" onClick={props.onBack}>
          {t.ui.actions.back}
        </Button>
      </Empty>
    );
  const n = (chosen.sure ? plan.sure : 0) + (chosen.guess ? plan.guess : 0) + (chosen.tidy ? plan.tidy : 0);
  const left = (['sure', 'guess', 'tidy'] as const)
    .filter((key) => chosen[key])
    .flatMap((key) => plan[`${key}Rows`])
    .filter((row) => skip.has(row.id)).length;
  return (
    <div className={css.result}>
      <p className={css.muted}>{r.bare(count(plan.complete), count(plan.bare))}</p>
      <Tabs
        label={r.fill}
        value={sort}
        tabs={sorts.filter((s) => plan[s] > 0).map((key) => ({ key, label: r[key](count(plan[key])) }))}
        onChange={(key) => setSort(key as Sort)}
      />
      <div className={css.choice}>
        {sort === 'unclear' ? (
          <p>{r.unclearNote}</p>
        ) : (
          <Checkbox
            checked={chosen[sort]}
            onChange={(event) => setChosen({ ...chosen, [sort]: event.currentTarget.checked })}
            label={r[`${sort}Note`]}
          />
        )}
      </div>
      <div className={css.rows}>
        <FillTable
          rows={rows}
          picks={
            sort === 'unclear'
              ? undefined
              : {
                  on: chosen[sort],
                  skip,
                  toggle: (id) => {
                    const next = new Set(skip);
                    if (!next.delete(id)) next.add(id);
                    setSkip(next);
                  },
                }
          }
        />
        {plan[sort] > rows.length && <p className={css.muted}>{r.first(count(rows.length))}</p>}
      </div>
      <div className={css.foot}>
        <Button variant="default" onClick={props.onBack}>
          {t.ui.actions.cancel}
        </Button>
        <Button disabled={n - left <= 0} onClick={() => props.onFill({ ...chosen, skip: [...skip] })}>
          {r.apply(count(Math.max(n - left, 0)))}
        </Button>
      </div>
    </div>
  );
}

function FillTable(props: {
  rows: readonly Filling[];
  picks?: { on: boolean; skip: ReadonlySet<number>; toggle: (id: number) => void };
}) {
  const t = useText();
  const r = t.regions;
  const go = useGo();
  const { rows, picks } = props;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          {picks && (
            <th scope="col">
              <span className="visually-hidden">{r.fill}</span>
            </th>
          )}
          <th scope="col">{t.care.customer}</th>
          <th scope="col">{r.read}</th>
          <th scope="col">{r.before}</th>
          {picks && <th scope="col">{r.after}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {picks && (
              <td>
                <Checkbox
                  aria-label={r.skip(row.name)}
                  disabled={!picks.on}
                  checked={picks.on && !picks.skip.has(row.id)}
                  onChange={() => picks.toggle(row.id)}
                />
              </td>
            )}
            <td>
              <LinkButton onClick={() => go(`/customers/${row.id}`)}>{row.name}</LinkButton>
            </td>
            <td>
              {row.text}
              {row.from !== 'address' && row.from !== '' && row.text !== '' && (
                <span className={css.muted}> {r.from[row.from as 'name']}</span>
              )}
            </td>
            <td className={css.muted}>{placeNames(row.before).join(' ') || '—'}</td>
            {picks && (
              <td>
                {placeNames(row.after).join(' ')}
                {row.former !== '' && <span className={css.muted}> {r.former(row.former)}</span>}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
