import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import kit from '@/ui/kit.module.css';
import { RegionInputs, RegionSuggestion, type RegionValue } from '@/ui/RegionInputs';
import css from '@/ui/region.module.css';
import type { Changes, Customer } from './api';

/** Province, city and district as one fact, chosen step by step; what the address says is offered below. */
export function RegionFact(props: { customer: Customer; save: (changes: Changes) => Promise<unknown> }) {
  const t = useText();
  const { customer: c, save } = props;
  const [draft, setDraft] = useState<RegionValue | undefined>(undefined);
  const now = { province: c.province, city: c.city, district: c.district };
  const names = [c.province, c.city === c.province ? '' : c.city, c.district].filter((n) => n !== '');
  const keep = async (value: RegionValue) => {
    try {
      await save({ ...value });
      setDraft(undefined);
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  return (
    <>
      <span className={kit.factName}>{t.regions.region}</span>
      <div>
        {draft ? (
          <form
            className={css.edit}
            onSubmit={(event) => {
              event.preventDefault();
              void keep(draft);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event.nativeEvent)) return;
              event.preventDefault();
              event.stopPropagation();
              setDraft(undefined);
            }}
          >
            <RegionInputs autoFocus value={draft} onChange={setDraft} />
            <div className={css.buttons}>
              <Button type="submit" size="compact-md">
                {t.ui.actions.save}
              </Button>
              <Button size="compact-md" variant="default" onClick={() => setDraft(undefined)}>
                {t.ui.actions.cancel}
              </Button>
            </div>
          </form>
        ) : (
          <>
            <button
              type="button"
              className={kit.value}
              title={t.ui.field.edit(t.regions.region)}
              onClick={() => setDraft(now)}
            >
              {names.length === 0 ? <span className={kit.empty0}>{t.ui.field.empty}</span> : names.join(' ')}
            </button>
            <RegionSuggestion
              address={c.address}
              value={now}
              // What was typed stays; only what is missing is filled.
              onTake={(found) =>
                void keep({
                  province: now.province || found.province,
                  city: now.city || found.city,
                  district: now.district || found.district,
                })
              }
            />
          </>
        )}
      </div>
    </>
  );
}

/** "30.27, 120.13" as degrees; undefined for what is no point on the earth. */
export function parsePoint(typed: string): { latitude: number; longitude: number } | undefined {
  const text = typed.replace(/，/g, ',').trim();
  if (text === '') return { latitude: 0, longitude: 0 };
  const found = /^(-?\d{1,2}(?:\.\d+)?)\s*[,\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  if (!found) return undefined;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

export const showPoint = (c: Pick<Customer, 'latitude' | 'longitude'>): string =>
  c.latitude === 0 && c.longitude === 0 ? '' : `${c.latitude}, ${c.longitude}`;
