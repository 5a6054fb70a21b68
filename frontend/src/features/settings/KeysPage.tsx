import { useText } from '@/i18n';
import { allCommands, useCommandVersion } from '@/lib/commands';
import { Keys } from '@/ui/layout';
import css from './settings.module.css';

export default function KeysPage() {
  const t = useText();
  useCommandVersion();
  // “Back” is a command of every screen, and one line here.
  const lines = new Map(
    allCommands().flatMap((command) =>
      command.keys
        ? [[`${command.keys} ${command.label(t)}`, { ...command, keys: command.keys }] as const]
        : [],
    ),
  );
  return (
    <>
      {[...lines.values()].map((command) => (
        <div key={command.id} className={css.choice}>
          <span>{command.label(t)}</span>
          <Keys keys={command.keys} />
        </div>
      ))}
      <p className={css.note}>{t.settings.keys.note}</p>
    </>
  );
}
