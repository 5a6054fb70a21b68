import { SegmentedControl } from '@mantine/core';
import { useText } from '@/i18n';
import { type Scheme, type TextSize, textSizes, useScheme, useTextSize } from '@/lib/prefs';
import { chooseLook } from '@/lib/settings';
import css from './settings.module.css';

const schemes: readonly Scheme[] = ['light', 'dark', 'system'];

export default function LookPage() {
  const t = useText();
  const size = useTextSize();
  const scheme = useScheme();
  return (
    <>
      <div className={css.choice}>
        <span>{t.app.size.label}</span>
        <SegmentedControl
          aria-label={t.app.size.label}
          value={size}
          onChange={(value) => chooseLook({ textSize: value as TextSize })}
          data={textSizes.map((key) => ({ value: key, label: t.app.size[key] }))}
        />
      </div>
      <div className={css.choice}>
        <span>{t.settings.look.scheme}</span>
        <SegmentedControl
          aria-label={t.settings.look.scheme}
          value={scheme}
          onChange={(value) => chooseLook({ theme: value as Scheme })}
          data={schemes.map((key) => ({ value: key, label: t.app.scheme[key] }))}
        />
      </div>
    </>
  );
}
