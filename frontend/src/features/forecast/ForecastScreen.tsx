import { Button, SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { ourCurrency } from '@/lib/currency';
import { sentence } from '@/lib/errors';
import { useGo, useSearchParam } from '@/lib/navigate';
import { Empty, Page, PageHead, Tabs } from '@/ui/layout';
import { useOwnerFilter } from '@/ui/OwnerFilter';
import { api, kinds, usePipelines } from './api';
import { ChangesTab } from './ChangesTab';
import css from './forecast.module.css';
import { MonthsTab } from './MonthsTab';
import { ReliabilityTab } from './ReliabilityTab';
import WhyDialog from './WhyDialog';

/** 销售预测: what is going to be won by month, what changed, and how well former probabilities did. */
export default function ForecastScreen() {
  const t = useText();
  const f = t.forecast;
  const go = useGo();
  const [tab, setTab] = useSearchParam('tab');
  const [currency, setCurrency] = useSearchParam('currency');
  const [pipelineParam, setPipeline] = useSearchParam('pipeline');
  const [why, setWhy] = useState(0);
  const pipelines = usePipelines();
  const owner = useOwnerFilter();
  const question = { pipelineId: Number(pipelineParam) || 0, ownerId: owner.id, currency };
  const { data: view, error } = useQuery({
    queryKey: ['opportunity', 'forecast', question],
    queryFn: () => api.View(question),
    placeholderData: keepPreviousData,
    meta: { kinds },
  });
  const deals = view ? [...view.months, ...view.open].reduce((n, row) => n + row.deals.length, 0) : 0;
  return (
    <Page>
      <PageHead
        title={f.title}
        note={view && deals > 0 ? (view.closed < 20 ? f.closedFew : f.closed)(view.closed) : undefined}
      >
        {pipelines.length > 1 && (
          <Select
            aria-label={t.opportunities.pipeline}
            className={css.pipeline}
            data={[
              { value: '0', label: t.opportunities.anyPipeline },
              ...pipelines.map((p) => ({ value: String(p.id), label: p.name })),
            ]}
            value={String(question.pipelineId)}
            allowDeselect={false}
            onChange={(value) => setPipeline(value === '0' || value === null ? '' : value)}
          />
        )}
        {owner.select}
        {view && view.currencies.length > 1 && (
          <Select
            aria-label={f.currency}
            className={css.currency}
            data={view.currencies}
            value={view.currency}
            allowDeselect={false}
            onChange={(value) => setCurrency(value === ourCurrency() || value === null ? '' : value)}
          />
        )}
        <SegmentedControl
          aria-label={t.opportunities.layout}
          data={[
            { value: 'board', label: t.opportunities.board },
            { value: 'list', label: t.opportunities.list },
            { value: 'forecast', label: f.short },
          ]}
          value="forecast"
          onChange={(value) => value !== 'forecast' && go(`/opportunities?layout=${value}`)}
        />
      </PageHead>
      <Tabs
        label={f.tabs.label}
        value={tab === 'changes' || tab === 'reliability' ? tab : 'months'}
        tabs={[
          { key: 'months', label: f.tabs.months },
          { key: 'changes', label: f.tabs.changes },
          { key: 'reliability', label: f.tabs.reliability },
        ]}
        onChange={(key) => setTab(key === 'months' ? '' : key)}
      />
      <div className={css.screen}>
        {tab === 'changes' ? (
          <ChangesTab question={question} />
        ) : tab === 'reliability' ? (
          <ReliabilityTab />
        ) : error ? (
          <Empty title={sentence(error)} />
        ) : (
          view &&
          (deals === 0 && view.months.every((row) => row.target === 0) ? (
            <Empty title={f.empty} text={f.emptyText}>
              <Button onClick={() => go('/opportunities')}>{f.toOpportunities}</Button>
            </Empty>
          ) : (
            <MonthsTab view={view} onWhy={setWhy} />
          ))
        )}
      </div>
      {why > 0 && <WhyDialog id={why} onClose={() => setWhy(0)} />}
    </Page>
  );
}
