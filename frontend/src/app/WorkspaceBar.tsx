import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { settingsService } from '@/lib/settings';
import { show } from '@/lib/toasts';
import { workspaceQuery } from '@/lib/workspace';
import { LinkButton } from '@/ui/layout';
import css from './Shell.module.css';

/** A slim bar above every screen: the workspace can only be looked at, or holds the sample business. */
export function WorkspaceBar() {
  return useQuery(workspaceQuery).data?.readOnly ? <ReadOnlyBar /> : <SampleBar />;
}

function ReadOnlyBar() {
  const t = useText();
  const go = useGo();
  return (
    <div className={css.bar} role="note">
      {t.app.readOnly.bar}
      <LinkButton onClick={() => go('/settings/workspace')}>{t.app.readOnly.more}</LinkButton>
    </div>
  );
}

/** One click removes exactly the sample business. */
function SampleBar() {
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
    <div className={css.bar}>
      {t.app.sample.bar}
      <LinkButton onClick={clear}>{t.app.sample.clear}</LinkButton>
    </div>
  );
}
