import { useText } from '@/i18n';
import { allCommands, useCommandVersion } from '@/lib/commands';
import { Keys } from '@/ui/layout';
import css from './settings.module.css';

export default function KeysPage() {
  const t = useText();
  useCommandVersion();
  return (
    <>
      {allCommands()
        .filter((command) => command.keys)
        .map((command) => (
          <div key={command.id} className={css.choice}>
            <span>{command.label(t)}</span>
            <Keys keys={command.keys as string} />
          </div>
        ))}
      <p className={css.note}>{t.settings.keys.note}</p>
    </>
  );
}
