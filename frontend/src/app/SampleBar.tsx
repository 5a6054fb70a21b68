import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { settingsService } from '@/lib/settings';
import { show } from '@/lib/toasts';
import { LinkButton } from '@/ui/layout';
import css from './Shell.module.css';

/** A slim bar while the sample business is there; one click removes exactly it. */
export function SampleBar() {
  const t = useText();
  const sample = useQuery({
    queryKey: ['setting', 'sample'],
    queryFn: () => settingsService.Sample(),
    meta: { kinds: ['customer', 'contract', 'setting'] },
  });
  if (!sample.data || sample.data.total === 0) return null;
  const clear = () =>
    void settingsService.RemoveSample().catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  return (
    <div className={css.sample}>
      {t.app.sample.bar}
      <LinkButton onClick={clear}>{t.app.sample.clear}</LinkButton>
    </div>
  );
}
