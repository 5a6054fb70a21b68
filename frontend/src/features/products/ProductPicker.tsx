import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { api } from './api';
import css from './products.module.css';

type Offer = Awaited<ReturnType<typeof api.Suggest>>[number];

/** Finds a product while typing: by name, pinyin, code. Enter takes the marked one. */
export function ProductPicker(props: {
  label: string;
  /** Not offered. */
  without: ReadonlySet<number>;
  onPick: (offer: Offer) => void;
  onLeave: () => void;
}) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const box = useCombobox({ defaultOpened: true });
  const found = useQuery({
    queryKey: ['product', 'suggest', typed],
    queryFn: () => api.Suggest(typed, '', 12),
    placeholderData: keepPreviousData,
  }).data;
  const list = (found ?? []).filter((offer) => !props.without.has(offer.id) && offer.package === '');
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const offer = list.find((one) => String(one.id) === id);
        if (offer) props.onPick(offer);
      }}
    >
      <Combobox.Target>
        <TextInput
          autoFocus
          aria-label={props.label}
          placeholder={t.products.search}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={props.onLeave}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            props.onLeave();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah="18rem" style={{ overflowY: 'auto' }}>
          {list.length === 0 && <Combobox.Empty>{t.products.nothingFound}</Combobox.Empty>}
          {list.map((offer) => (
            <Combobox.Option key={offer.id} value={String(offer.id)}>
              <span className={css.offer}>
                <span>{offer.name}</span>
                <span className={css.muted}>
                  {[offer.code, offer.spec].filter((s) => s !== '').join(' · ')}
                </span>
                <span className="num">{money(offer.price)}</span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
