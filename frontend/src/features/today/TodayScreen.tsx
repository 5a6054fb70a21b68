import { useText } from '@/i18n';
import { longDay } from '@/lib/format';
import { Page, PageHead } from '@/ui/layout';

export default function TodayScreen() {
  const t = useText();
  return (
    <Page>
      <PageHead title={t.today.title} note={longDay(new Date())} />
    </Page>
  );
}
