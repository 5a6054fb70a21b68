import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { dueDate } from '@/lib/format';
import { api } from './api';
import { TodayList } from './TodayList';

/** On 今日: quotes without an answer that are no longer valid, or soon not. */
export default function TodayQuotes() {
  const t = useText();
  const page = useQuery({ queryKey: ['contract', 'lapsing'], queryFn: () => api.LapsingQuotes() }).data;
  if (!page) return null;
  return (
    <TodayList
      title={t.quotes.today}
      rows={page.rows}
      total={page.total}
      more="/quotes?view=lapsing"
      at="/quotes"
      when={(row) => dueDate(row.endDate)}
    />
  );
}
