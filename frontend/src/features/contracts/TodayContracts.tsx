import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { ago } from '@/lib/format';
import { api, keys } from './api';
import { TodayList } from './TodayList';

/** On 今日: drafts to finish and what went out lately. */
export default function TodayContracts() {
  const t = useText();
  const overview = useQuery({ queryKey: keys.overview, queryFn: () => api.Overview() }).data;
  if (!overview) return null;
  return (
    <>
      <TodayList
        title={t.contracts.today.drafts}
        rows={overview.drafts}
        total={overview.draftCount}
        more="/contracts?view=draft"
        when={(row) => ago(row.updatedAt)}
      />
      <TodayList title={t.contracts.today.issued} rows={overview.issued} when={(row) => ago(row.updatedAt)} />
    </>
  );
}
