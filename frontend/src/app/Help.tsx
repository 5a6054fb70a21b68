import { Modal } from '@mantine/core';
import { type Text, useText } from '@/i18n';
import { allCommands, type Command, useCommandVersion } from '@/lib/commands';
import { type Feature, useFeatures } from '@/lib/feature';
import { Keys } from '@/ui/layout';
import css from './Shell.module.css';

interface Group {
  title: string;
  commands: Command[];
}

/** Shortcuts that work everywhere, then those of each screen; the same word on the same key once. */
function grouped(features: readonly Feature[], t: Text): Group[] {
  const once = (commands: Command[]) =>
    commands.filter(
      (c, i) => c.keys && commands.findIndex((d) => d.keys === c.keys && d.label(t) === c.label(t)) === i,
    );
  const own = features.map((feature) => ({
    title: feature.places?.[0]?.label(t) ?? '',
    commands: once((feature.commands ?? []).filter((c) => c.screen !== undefined)),
  }));
  const everywhere = once(allCommands().filter((c) => c.screen === undefined));
  return [{ title: t.app.commands.everywhere, commands: everywhere }, ...own].filter(
    (group) => group.commands.length > 0,
  );
}

/** Every shortcut there is, from the same list that runs them. */
export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText();
  const features = useFeatures();
  useCommandVersion();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t.app.commands.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {grouped(features, t).map((group) => (
        <section key={group.title} className={css.keyGroup}>
          <h3 className={css.keyTitle}>{group.title}</h3>
          {group.commands.map((command) => (
            <div key={command.id} className={css.key}>
              <span>{command.label(t)}</span>
              <Keys keys={command.keys as string} />
            </div>
          ))}
        </section>
      ))}
    </Modal>
  );
}
