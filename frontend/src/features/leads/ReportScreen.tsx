import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { money, today } from '@/lib/format';
import { useBack, useSearchParam } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { formatScaled } from '@/ui/amount';
import { Empty, Page, PageHead, Section } from '@/ui/layout';
import { api, keys, type ReportRow } from './api';
import css from './leads.module.css';
import { useWords } from './useLead';

/** The months up to this one, the latest first. */
function months(n: number): string[] {
  const [year = 0, month = 0] = today().split('-').map(Number);
  return Array.from({ length: n }, (_, i) => {
    const at = year * 12 + month - 1 - i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

/** 线索转化报表: what leads of each channel and month came to. */
export default function ReportScreen() {
  const t = useText();
  const r = t.leads.rep;
  const back = useBack('/leads');
  const all = months(36);
  const [fromParam, setFrom] = useSearchParam('from');
  const [toParam, setTo] = useSearchParam('to');
  const from = fromParam || (all[5] ?? '');
  const to = toParam || (all[0] ?? '');
  const query = useQuery({
    queryKey: keys.report(from, to),
    queryFn: () => api.Report(from, to),
    meta: { kinds: ['lead', 'staff', 'channel', 'channel_cost', 'interaction', 'contract'] },
  });
  const pick = (label: string, value: string, set: (v: string) => void, list: string[]) => (
    <Select
      className={css.tool}
      aria-label={label}
      allowDeselect={false}
      data={list}
      value={value}
      onChange={(next) => next && set(next)}
    />
  );
  const report = query.data;
  const { solo } = useStaff();
  return (
    <Page>
      <PageHead title={r.title} back={back}>
        <span className={css.muted}>{r.from}</span>
        {pick(
          r.from,
          from,
          setFrom,
          all.filter((m) => m <= to),
        )}
        <span className={css.muted}>{r.to}</span>
        {pick(
          r.to,
          to,
          setTo,
          all.filter((m) => m >= from),
        )}
      </PageHead>
      <div className={css.report}>
        {query.error && <Empty title={sentence(query.error)} />}
        {report && report.cells.length === 0 && <Empty title={r.empty} />}
        {report && report.cells.length > 0 && (
          <>
            <Section title={r.byChannel}>
              <Table rows={report.channels} total={report.total} channel />
            </Section>
            <Section title={r.byMonth}>
              <Table rows={report.months} total={report.total} month />
            </Section>
            {!solo && (
              <Section title={r.byStaff}>
                <Table rows={report.staff} total={report.total} staff />
              </Section>
            )}
            <Section title={r.detail}>
              <Table rows={report.cells} total={report.total} channel month />
            </Section>
            {report.total.other > 0 && <p className={css.muted}>{r.other(report.total.other)}</p>}
            <p className={css.muted}>{r.how}</p>
          </>
        )}
      </div>
    </Page>
  );
}

function Table(props: {
  rows: ReportRow[];
  total: ReportRow;
  channel?: boolean;
  month?: boolean;
  /** By person; what a channel cost is nobody's. */
  staff?: boolean;
}) {
  const t = useText();
  const r = t.leads.rep;
  const words = useWords();
  const { name } = useStaff();
  const amount = (n: number | undefined | null) =>
    n === undefined || n === null ? r.none : money(n, undefined, true);
  const heads = [
    r.leads,
    r.contacted,
    r.converted,
    r.won,
    r.revenue,
    ...(props.staff ? [] : [r.cost, r.perLead, r.perCustomer, r.return]),
    r.first,
  ];
  const cells = (row: ReportRow) => (
    <>
      <td>{row.leads}</td>
      <td>{row.contacted}</td>
      <td>{row.converted}</td>
      <td>{row.won}</td>
      <td>{amount(row.revenue)}</td>
      {!props.staff && (
        <>
          <td>{amount(row.cost)}</td>
          <td>{amount(row.costPerLead)}</td>
          <td>{amount(row.costPerCustomer)}</td>
          <td>
            {row.return === undefined || row.return === null ? r.none : `${formatScaled(row.return, 2)}%`}
          </td>
        </>
      )}
      <td>
        {row.firstContact === undefined || row.firstContact === null ? r.none : r.minutes(row.firstContact)}
      </td>
    </>
  );
  const first = props.channel && props.month ? 2 : 1;
  return (
    <div className={css.tableBox}>
      <table className={css.figures}>
        <thead>
          <tr>
            {props.month && <th scope="col">{r.month}</th>}
            {props.channel && <th scope="col">{r.channel}</th>}
            {props.staff && <th scope="col">{words.field('ownerId')}</th>}
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={`${row.month}-${row.channelId}-${row.ownerId}`}>
              {props.month && <th scope="row">{row.month}</th>}
              {props.staff && <th scope="row">{name(row.ownerId) || t.leads.team.pool}</th>}
              {props.channel && (
                <th scope="row">
                  {row.channelName === '' ? t.leads.noChannel : row.channelName}
                  {row.kind !== undefined && String(row.kind) !== '' && (
                    <span className={css.kind}>{words.word('kind', row.kind)}</span>
                  )}
                </th>
              )}
              {cells(row)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={first}>
              {r.total}
            </th>
            {cells(props.total)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
