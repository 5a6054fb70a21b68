import { Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useGo } from '@/lib/navigate';
import { Chip, IconButton, Section } from '@/ui/layout';
import { api, keys, listQuery, type Place } from './api';
import { fail } from './fail';
import { GroupForm } from './GroupForm';
import css from './groups.module.css';
import { type Asked, HandoverForm } from './HandoverForm';

/** The groups a customer is in, on its page and panel. */
export default function CustomerGroups({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const places = useQuery({
    queryKey: keys.of(customerId),
    queryFn: () => api.Of(customerId),
    meta: { kinds: ['membership', 'group', 'customer'] },
  }).data;
  if (!places || (compact && places.length === 0)) return null;
  const leave = (place: Place) => void api.Remove(place.groupId, [customerId]).catch(fail);
  return (
    <Section
      title={t.groups.title}
      count={places.length}
      action={!compact && <JoinMenu customerId={customerId} places={places} onNew={() => setMaking(true)} />}
    >
      {places.length === 0 && <p className={css.muted}>{t.groups.inNone}</p>}
      {places.map((place) => (
        <div key={place.groupId} className={css.place}>
          <button type="button" className={css.placeMain} onClick={() => go(`/groups/${place.groupId}`)}>
            <span className={css.placeName}>{place.name}</span>
            {place.note !== '' && <span className={css.muted}>{place.note}</span>}
          </button>
          <Chip>{shared(`group.kind.${place.kind}`)}</Chip>
          {!compact && (
            <Menu position="bottom-end">
              <Menu.Target>
                <IconButton label={t.groups.menu(place.name)}>
                  <IconDots size="1.125rem" />
                </IconButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  onClick={() =>
                    setAsked({ fromId: place.groupId, fromName: place.name, customers: [customerId] })
                  }
                >
                  {t.groups.handOver}
                </Menu.Item>
                <Menu.Item c="var(--crm-seal)" onClick={() => leave(place)}>
                  {t.groups.leave}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      ))}
      <GroupForm
        opened={making}
        onClose={() => setMaking(false)}
        onSaved={(id) => void api.Add(id, [customerId]).catch(fail)}
      />
      <HandoverForm asked={asked} onClose={() => setAsked(undefined)} />
    </Section>
  );
}

function JoinMenu(props: { customerId: number; places: Place[]; onNew: () => void }) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const groups = useQuery({ ...listQuery, enabled: opened }).data ?? [];
  const free = groups.filter((g) => !props.places.some((place) => place.groupId === g.id));
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <IconButton label={t.groups.join}>
          <IconPlus size="1.125rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown className={css.menu}>
        {free.map((g) => (
          <Menu.Item key={g.id} onClick={() => void api.Add(g.id, [props.customerId]).catch(fail)}>
            {g.name}
          </Menu.Item>
        ))}
        {free.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconPlus size="1rem" />} onClick={props.onNew}>
          {t.groups.new}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
