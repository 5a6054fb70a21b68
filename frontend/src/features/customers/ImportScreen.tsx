import { useText } from '@/i18n';
import { useBack } from '@/lib/navigate';
import { Page, PageHead } from '@/ui/layout';

export default function ImportScreen() {
  const t = useText();
  const back = useBack('/customers');
  return (
    <Page>
      <PageHead title={t.customers.importer.title} back={back} />
    </Page>
  );
}
