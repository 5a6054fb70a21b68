import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useText } from '@/i18n';
import { useSettingsPages } from '@/lib/feature';
import { useParam } from '@/lib/navigate';
import { Page, PageHead } from '@/ui/layout';
import css from './settings.module.css';

/** 设置: a list on the left, one page on the right. Pages come from the features. */
export default function SettingsScreen() {
  const t = useText();
  const pages = useSettingsPages();
  const key = useParam('page');
  const page = pages.find((p) => p.key === key) ?? pages[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: one lazy component per page key
  const Body = useMemo(() => (page ? lazy(page.load) : () => null), [page?.key]);
  return (
    <Page>
      <PageHead title={t.settings.title} />
      <div className={css.frame}>
        <nav className={css.list} aria-label={t.settings.title}>
          {pages.map((p) => (
            <Link
              key={p.key}
              to={`/settings/${p.key}`}
              className={`${css.item} ${p === page ? css.on : ''}`}
              aria-current={p === page ? 'page' : undefined}
            >
              <p.icon size="1.125rem" stroke={1.6} aria-hidden />
              {p.label(t)}
            </Link>
          ))}
        </nav>
        <div className={css.body}>
          <Suspense fallback={null}>
            <div className={css.column}>
              {page && <h2 className={css.title}>{page.label(t)}</h2>}
              <Body />
            </div>
          </Suspense>
        </div>
      </div>
    </Page>
  );
}
