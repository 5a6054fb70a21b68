import { useText } from '@/i18n';
import { useSearchParam } from '@/lib/navigate';
import { Page, PageHead, Tabs } from '@/ui/layout';
import { HealthTab } from './HealthTab';
import css from './insight.module.css';
import { TiersTab } from './TiersTab';

/** 客户体检: how good the data is, and which tier the figures suggest. */
export default function InsightScreen() {
  const t = useText();
  const [tab, setTab] = useSearchParam('tab');
  return (
    <Page>
      <PageHead title={t.insight.title} />
      <Tabs
        label={t.insight.title}
        value={tab === 'tiers' ? 'tiers' : 'data'}
        tabs={[
          { key: 'data', label: t.insight.tabs.data },
          { key: 'tiers', label: t.insight.tabs.tiers },
        ]}
        onChange={(key) => setTab(key === 'data' ? '' : key)}
      />
      <div className={css.screen}>{tab === 'tiers' ? <TiersTab /> : <HealthTab />}</div>
    </Page>
  );
}
