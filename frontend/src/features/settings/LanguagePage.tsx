import { SegmentedControl } from '@mantine/core';
import { type Lang, useLang, useText } from '@/i18n';
import { chooseLook } from '@/lib/settings';
import css from './settings.module.css';

export default function LanguagePage() {
  const t = useText();
  const lang = useLang();
  return (
    <>
      <div className={css.choice}>
        <span>{t.settings.language.screen}</span>
        <SegmentedControl
          aria-label={t.settings.language.screen}
          value={lang}
          onChange={(value) => chooseLook({ language: value as Lang })}
          data={[
            { value: 'zh-CN', label: t.settings.language.zh },
            { value: 'en', label: t.settings.language.en },
          ]}
        />
      </div>
      <p className={css.note}>{t.settings.language.note}</p>
    </>
  );
}
