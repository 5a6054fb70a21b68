import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count, dueDate } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { ask } from '@/lib/talk';
import { show } from '@/lib/toasts';
import { Empty, LinkButton, Page, PageHead, Tabs } from '@/ui/layout';
import { api, type Balanced, keys } from './api';
import { useReason } from './CareWarning';
import css from './care.module.css';

const sides = ['bothered', 'neglected'] as const;
type Side = (typeof sides)[number];

/** 联系分寸: whom we bother and whom we neglect, each with one click to do something about it. */
export default function CareScreen() {
  const t = useText();
  const c = t.care;
  const go = useGo();
  const [param, setSide] = useSearchParam('side');
  const side: Side = param === 'neglected' ? 'neglected' : 'bothered';
  const query = useQuery({
    queryKey: keys.balance(side),
    queryFn: () => (side === 'bothered' ? api.Bothered() : api.Neglected()),
    meta: { kinds: ['interaction', 'task', 'customer', 'contract', 'setting'] },
  });
  const report = query.data;
  const save = async (format: 'xlsx' | 'csv') => {
    try {
      await saveFile(await services.outreach.ExportReport(side, format), '');
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  return (
    <Page>
      <PageHead title={c.title} note={c.note}>
        <Menu>
          <Menu.Target>
            <Button
              variant="default"
              disabled={!report || report.total === 0}
              leftSection={<IconDownload size="1.125rem" />}
              rightSection={<IconChevronDown size="1rem" />}
            >
              {c.export}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save('xlsx')}>{c.exportXlsx}</Menu.Item>
            <Menu.Item onClick={() => void save('csv')}>{c.exportCsv}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          leftSection={<IconSettings size="1.125rem" />}
          onClick={() => go('/settings/limits')}
        >
          {c.settings}
        </Button>
      </PageHead>
      <Tabs
        label={c.title}
        value={side}
        tabs={sides.map((key) => ({ key, label: c[key] }))}
        onChange={(key) => setSide(key === 'bothered' ? '' : key)}
      />
      <div className={css.screen}>
        {query.error && !report ? (
          <Empty title={sentence(query.error)}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {t.ui.actions.retry}
            </Button>
          </Empty>
        ) : !report ? null : report.total === 0 ? (
          <Empty title={c[`${side}None`]} text={report.on ? c.noneText : c.offNote} />
        ) : (
          <>
            <p className={css.muted}>{report.on ? c[`${side}Note`] : c.offNote}</p>
            <BalanceTable rows={report.rows} />
            {report.total > report.rows.length && (
              <p className={css.muted}>{c.more(count(report.rows.length), count(report.total))}</p>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

function BalanceTable({ rows }: { rows: readonly Balanced[] }) {
  const t = useText();
  const c = t.care;
  const go = useGo();
  const say = useReason();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{c.customer}</th>
          <th scope="col">{c.why}</th>
          <th scope="col">{c.last}</th>
          <th scope="col">{c.next}</th>
          <th scope="col">
            <span className="visually-hidden">{t.ui.actions.more}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.id}>
            <td>
              <div className={css.name}>
                <LinkButton onClick={() => go(`/customers/${r.id}`)}>{r.name}</LinkButton>
                {r.tier !== '' && <span className={css.tier}>{r.tier}</span>}
              </div>
              <span className={css.muted}>
                {[r.contactName === r.name ? '' : r.contactName, r.phone].filter((s) => s !== '').join(' · ')}
              </span>
            </td>
            <td>
              {r.reasons.map((reason) => (
                <div key={reason.code}>{say(reason)}</div>
              ))}
            </td>
            <td className={css.nowrap}>{r.lastAt === 0 ? c.never : ago(r.lastAt)}</td>
            <td>
              {r.nextDue !== '' && (
                <>
                  <span className={css.nowrap}>{dueDate(r.nextDue)}</span> {r.nextStep}
                </>
              )}
            </td>
            <td className={css.do}>
              <LinkButton
                title={`${c.log}: ${r.name}`}
                onClick={() => ask({ form: 'log', customerId: r.id })}
              >
                {c.log}
              </LinkButton>
              <LinkButton
                title={`${c.plan}: ${r.name}`}
                onClick={() => ask({ form: 'task', customerId: r.id })}
              >
                {c.plan}
              </LinkButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
