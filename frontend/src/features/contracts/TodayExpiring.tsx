import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { dueDate } from '@/lib/format';
import { api, keys } from './api';
import { TodayList } from './TodayList';

/** On 今日: contracts in force that end within thirty days. */
export default function TodayExpiring() {
  const t = useText();
  const overview = useQuery({ queryKey: keys.overview, queryFn: () => api.Overview() }).data;
  if (!overview) return null;
  return (
    <TodayList
      title={t.contracts.today.expiring}
      rows={overview.expiring}
      total={overview.expiringCount}
      more="/contracts?view=expiring"
      when={(row) => dueDate(row.endDate)}
    />
  );
}
