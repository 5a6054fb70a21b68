import { Menu } from '@mantine/core';
import { IconCheck, IconUserCircle } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { staffService, useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import css from './Shell.module.css';

/** Who is working, and the switch to another. Draws nothing in solo mode. */
export function WhoWorks() {
  const t = useText();
  const go = useGo();
  const { solo, people, working, name } = useStaff();
  if (solo) return null;
  const who = working === 0 ? t.staff.whoWorks : name(working);
  return (
    <Menu position="right-end" width="14rem">
      <Menu.Target>
        <button
          type="button"
          className={`${css.item} ${css.who}`}
          aria-label={working === 0 ? t.staff.whoWorks : t.staff.working(who)}
          title={working === 0 ? t.staff.whoWorks : t.staff.working(who)}
        >
          <IconUserCircle size="1.25rem" stroke={1.6} aria-hidden />
          <span className={css.whoName}>{who}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.staff.choose}</Menu.Label>
        {people.map((p) => (
          <Menu.Item
            key={p.id}
            aria-current={p.id === working ? true : undefined}
            rightSection={p.id === working ? <IconCheck size="1rem" aria-hidden /> : undefined}
            onClick={() =>
              void staffService
                .Work(p.id)
                .catch((cause: unknown) => show({ text: sentence(cause), tone: 'bad' }))
            }
          >
            {p.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => go('/settings/staff')}>{t.staff.manage}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
