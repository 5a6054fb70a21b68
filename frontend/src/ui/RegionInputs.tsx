import { Autocomplete, Button, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMapPin } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import css from './region.module.css';

/** Where somebody is, in the words that stand in the record. */
export interface RegionValue {
  province: string;
  city: string;
  district: string;
}

/** The table of divisions is part of the program: what was asked once stays true. */
const FOREVER = { staleTime: Number.POSITIVE_INFINITY };

/** Names are longer than a narrow field. */
const wide = { width: 'max-content', position: 'bottom-start' } as const;

/** The code that the fields name so far, "" when they name nothing known. */
function useCode(province: string, city: string): string {
  const [late] = useDebouncedValue(`${province}\n${city}`, 150);
  const [p = '', c = ''] = late.split('\n');
  const query = useQuery({
    queryKey: ['region', 'resolve', p, c],
    queryFn: () => services.region.Resolve(p, c, ''),
    enabled: late !== '\n',
    ...FOREVER,
  });
  return late === '\n' ? '' : (query.data?.code ?? '');
}

function useDivisions(code: string | undefined) {
  const query = useQuery({
    queryKey: ['region', 'children', code],
    queryFn: () => services.region.Children(code ?? ''),
    enabled: code !== undefined,
    ...FOREVER,
  });
  return query.data ?? [];
}

const useNames = (code: string | undefined): string[] => [...new Set(useDivisions(code).map((d) => d.name))];

/** 北京 and the others that are a province and a city at once. */
const isMunicipality = (code: string) => ['11', '12', '31', '50'].includes(code);

/** The code of the city in which districts are chosen: of 北京 it is the one city there is. */
const cityCode = (code: string) => (isMunicipality(code) ? `${code}01` : code);

/** What the division of a code is called, with what it lies in: 浙江省杭州市. */
export function useRegionName(code: string): string {
  const place = useQuery({
    queryKey: ['region', 'at', code],
    queryFn: () => services.region.At(code),
    enabled: code !== '',
    ...FOREVER,
  }).data;
  if (!place || place.code === '') return code;
  return [place.province, place.city === place.province ? '' : place.city, place.district].join('');
}

/** 省 → 市 → 区县 as one choice of a division of the table; each may be left open below the province. */
export function RegionSelect(props: { code: string; onChange: (code: string) => void; autoFocus?: boolean }) {
  const t = useText();
  const { code, onChange } = props;
  const province = code.slice(0, 2);
  const one = isMunicipality(province);
  const provinces = useDivisions('');
  const cities = useDivisions(province === '' || one ? undefined : province);
  const city = one ? cityCode(province) : (cities.find((c) => code.startsWith(c.code))?.code ?? '');
  const districts = useDivisions(city.length === 4 ? city : undefined);
  const pick = (
    label: string,
    list: readonly { code: string; name: string }[],
    above: string,
    at: string,
  ) => (
    <NativeSelect
      aria-label={label}
      value={at}
      onChange={(event) => onChange(event.currentTarget.value || above)}
      data={[{ value: '', label }, ...list.map((d) => ({ value: d.code, label: d.name }))]}
      data-autofocus={above === '' && props.autoFocus ? true : undefined}
    />
  );
  return (
    <div className={css.choice}>
      {pick(t.regions.province, provinces, '', province)}
      {cities.length > 0 && pick(t.regions.city, cities, province, city)}
      {districts.length > 0 &&
        pick(t.regions.district, districts, one ? province : city, code.length === 6 ? code : '')}
    </div>
  );
}

/**
 * 省 → 市 → 区县: chosen from the divisions of China, or typed freely. Choosing another province
 * or city clears what lay in the old one.
 */
export function RegionInputs(props: {
  value: RegionValue;
  onChange: (value: RegionValue) => void;
  errors?: Partial<Record<keyof RegionValue, string>>;
  autoFocus?: boolean;
}) {
  const t = useText();
  const { value, onChange } = props;
  const inProvince = useCode(value.province, '');
  const inCity = useCode(value.province, value.city);
  const provinces = useNames('');
  const cities = useNames(inProvince === '' ? undefined : inProvince);
  const place = cityCode(inCity);
  const districts = useNames(place.length === 4 ? place : undefined);
  const one = isMunicipality(inProvince);
  return (
    <div className={css.three}>
      <Autocomplete
        label={t.regions.province}
        data={provinces}
        limit={50}
        value={value.province}
        error={props.errors?.province}
        autoFocus={props.autoFocus}
        autoComplete="off"
        comboboxProps={wide}
        onChange={(province) => onChange({ ...value, province })}
        onOptionSubmit={(province) =>
          onChange(province === value.province ? value : { province, city: '', district: '' })
        }
      />
      <Autocomplete
        label={t.regions.city}
        data={one ? [value.province] : cities}
        limit={50}
        value={value.city}
        error={props.errors?.city}
        autoComplete="off"
        comboboxProps={wide}
        onChange={(city) => onChange({ ...value, city })}
        onOptionSubmit={(city) => onChange(city === value.city ? value : { ...value, city, district: '' })}
      />
      <Autocomplete
        label={t.regions.district}
        data={districts}
        limit={60}
        value={value.district}
        error={props.errors?.district}
        autoComplete="off"
        comboboxProps={wide}
        onChange={(district) => onChange({ ...value, district })}
      />
    </div>
  );
}

/** What the address says about the region beyond the fields: offered, and gone once refused. */
export function RegionSuggestion(props: {
  address: string;
  value: RegionValue;
  onTake: (value: RegionValue) => void;
}) {
  const t = useText();
  const { value } = props;
  const [address] = useDebouncedValue(props.address.trim(), 300);
  const [refused, setRefused] = useState('');
  const query = useQuery({
    queryKey: ['region', 'suggest', address, value.province, value.city, value.district],
    queryFn: () => services.region.Suggest(address, value.province, value.city, value.district),
    enabled: address.length >= 2,
    ...FOREVER,
  });
  const found = query.data;
  if (!found || found.code === '' || address.length < 2 || refused === `${address}\n${found.code}`)
    return null;
  const names = [found.province, found.city === found.province ? '' : found.city, found.district];
  return (
    <div className={css.suggestion} role="status">
      <IconMapPin size="1.125rem" aria-hidden />
      <span className={css.grow}>
        {t.regions.suggestion(names.filter((n) => n !== '').join(' '))}
        {found.former !== '' && <span className={css.muted}> · {t.regions.former(found.former)}</span>}
      </span>
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => props.onTake({ province: found.province, city: found.city, district: found.district })}
      >
        {t.regions.take}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => setRefused(`${address}\n${found.code}`)}
      >
        {t.regions.refuse}
      </Button>
    </div>
  );
}
