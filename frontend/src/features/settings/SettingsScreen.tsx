import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { type SettingsPage, useSettingsPages } from '@/lib/feature';
import { useParam } from '@/lib/navigate';
import { Page, PageHead } from '@/ui/layout';
import { SearchBox } from '@/ui/SearchBox';
import css from './settings.module.css';

/** 设置: a list on the left with a search on top, one page on the right. Pages come from the features. */
export default function SettingsScreen() {
  const t = useText();
  const pages = useSettingsPages();
  const key = useParam('page');
  const page = pages.find((p) => p.key === key) ?? pages[0];
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one lazy component per page key
  const Body = useMemo(() => (page ? lazy(page.load) : () => null), [page?.key]);

  const wanted = typed.toLowerCase();
  const answers = (p: SettingsPage) =>
    [p.label(t), p.hint?.(t) ?? '', p.alias ?? ''].some((words) => words.toLowerCase().includes(wanted));
  const shown = pages.filter(answers);
  return (
    <Page>
      <PageHead title={t.settings.title} />
      <div className={css.frame}>
        <div className={css.side}>
          <SearchBox
            className={css.find}
            label={t.settings.search}
            placeholder={t.settings.search}
            value={typed}
            onChange={setTyped}
            onLeave={() => list.current?.querySelector('a')?.focus()}
          />
          <nav className={css.list} aria-label={t.settings.title} ref={list}>
            {shown.map((p) => (
              <Link
                key={p.key}
                to={`/settings/${p.key}`}
                className={`${css.item} ${p === page ? css.on : ''}`}
                aria-current={p === page ? 'page' : undefined}
                title={p.hint?.(t)}
              >
                <p.icon size="1.125rem" stroke={1.6} aria-hidden />
                {p.label(t)}
              </Link>
            ))}
            {shown.length === 0 && <p className={css.nothing}>{t.settings.nothing(typed)}</p>}
          </nav>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a page without controls is scrolled with the keyboard */}
        <section className={css.body} aria-label={page?.label(t)} tabIndex={0}>
          <Suspense fallback={null}>
            <div className={css.column}>
              {page && <h2 className={css.title}>{page.label(t)}</h2>}
              <Body />
            </div>
          </Suspense>
        </section>
      </div>
    </Page>
  );
}
