import { IconMoon, IconSearch, IconSun, IconTextSize } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { run, useCommand } from '@/lib/commands';
import { type Overlay, type Place, useFeatures, useOverlays } from '@/lib/feature';
import { count } from '@/lib/format';
import { destination, useGo, usePath } from '@/lib/navigate';
import { textSizes, useDark, useTextSize } from '@/lib/prefs';
import { mayCall } from '@/lib/search';
import { chooseLook } from '@/lib/settings';
import { IconButton, Keys } from '@/ui/layout';
import { Help } from './Help';
import { Live } from './Live';
import { Logo } from './Logo';
import { callerOf, Palette } from './Palette';
import css from './Shell.module.css';
import { useShortcuts } from './shortcuts';
import { WhoWorks } from './WhoWorks';
import { useWorkspaceName, WorkspaceGate } from './Workspace';
import { WorkspaceBar } from './WorkspaceBar';

/** The frame around every screen: sidebar, palette, toasts, shortcuts. */
export function Shell() {
  const [palette, setPalette] = useState<string | undefined>(undefined);
  const go = useGo();
  const [help, setHelp] = useState(false);
  const dark = useDark();
  const lang = useLang();
  const main = useFocusOnArrival();
  useShortcuts();
  useCommand('app.palette', () => setPalette(''));
  usePastedNumber(async (text) => {
    const id = await callerOf(text);
    if (id === undefined) setPalette(text);
    else go(`/customers/${id}`);
  });
  useCommand('app.help', () => setHelp(true));
  useCommand('app.dark', () => chooseLook({ theme: dark ? 'light' : 'dark' }));
  useCommand('app.lang', () => chooseLook({ language: lang === 'en' ? 'zh-CN' : 'en' }));
  return (
    <WorkspaceGate>
      <div className={css.shell}>
        <Sidebar />
        <main className={css.main} ref={main} tabIndex={-1}>
          <WorkspaceBar />
          <div className={css.outlet}>
            <Outlet />
          </div>
        </main>
      </div>
      <Palette opened={palette !== undefined} text={palette} onClose={() => setPalette(undefined)} />
      <Help opened={help} onClose={() => setHelp(false)} />
      <Overlays />
      <Live />
    </WorkspaceGate>
  );
}

/**
 * Whoever comes to another screen by a key, or by a button that went with the last screen, goes on with
 * Tab in what the screen shows and not through the sidebar again.
 */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const path = usePath();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    // The palette gives the focus back when it has faded out; a screen may take it itself.
    const timer = window.setTimeout(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) main.current?.focus({ preventScroll: true });
    }, 250);
    return () => window.clearTimeout(timer);
  }, [path]);
  return main;
}

/** A number pasted where nothing is written asks who is calling. */
function usePastedNumber(ask: (text: string) => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const at = event.target;
      if (at instanceof Element && at.closest('input, textarea, select, [contenteditable="true"]')) return;
      const text = event.clipboardData?.getData('text').trim() ?? '';
      if (mayCall(text)) latest.current(text);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

/** Forms of features that open over every screen. */
function Overlays() {
  return useOverlays().map((overlay) => <OneOverlay key={overlay.key} overlay={overlay} />);
}

function OneOverlay({ overlay }: { overlay: Overlay }) {
  const Body = useMemo(() => lazy(overlay.load), [overlay]);
  return (
    <Suspense fallback={null}>
      <Body />
    </Suspense>
  );
}

function Sidebar() {
  const t = useText();
  const name = useWorkspaceName();
  const places = useFeatures().flatMap((f) => f.places ?? []);
  const top = places.filter((p) => !p.bottom).sort((a, b) => a.group - b.group);
  const bottom = places.filter((p) => p.bottom);
  const items: ReactNode[] = [];
  top.forEach((place, i) => {
    const before = top[i - 1];
    if (before && before.group !== place.group)
      items.push(<div key={`rule-${place.path}`} className={css.rule} />);
    items.push(<NavItem key={place.path} place={place} />);
    if (place.useKept) items.push(<KeptItems key={`kept-${place.path}`} useKept={place.useKept} />);
  });
  return (
    <div className={css.side} data-sidebar>
      <div className={css.brand}>
        <Logo className={css.logo} />
        <span className={css.name} title={name}>
          {name}
        </span>
      </div>
      <button
        type="button"
        className={css.search}
        aria-label={t.app.search.open}
        title={t.app.search.open}
        onClick={() => run('app.palette')}
      >
        <IconSearch size="1.125rem" />
        <span>{t.app.search.open}</span>
        <Keys keys="mod+KeyK" />
      </button>
      <nav className={css.nav} aria-label={t.app.nav.label}>
        {items}
      </nav>
      {bottom.map((place) => (
        <NavItem key={place.path} place={place} />
      ))}
      <WhoWorks />
      <SizeAndScheme />
    </div>
  );
}

const noBadge = () => 0;

function NavItem({ place }: { place: Place }) {
  const t = useText();
  const path = usePath();
  const useBadge = place.useBadge ?? noBadge;
  const waiting = useBadge();
  const on = place.path === '/' ? path === '/' : path === place.path || path.startsWith(`${place.path}/`);
  return (
    <Link
      to={place.path}
      className={`${css.item} ${on ? css.on : ''}`}
      aria-current={on ? 'page' : undefined}
    >
      <place.icon size="1.25rem" stroke={1.6} aria-hidden />
      {place.label(t)}
      {waiting > 0 && <span className={css.badge}>{waiting > 99 ? '99+' : count(waiting)}</span>}
    </Link>
  );
}

function KeptItems({ useKept }: { useKept: NonNullable<Place['useKept']> }) {
  const { label, items } = useKept();
  const here = useRouterState({ select: (s) => s.location.href });
  if (items.length === 0) return null;
  return (
    <ul className={css.kept} aria-label={label}>
      {items.map((item) => {
        const on = here === item.path || here.startsWith(`${item.path}&`);
        return (
          <li key={item.key}>
            <Link
              {...destination(item.path)}
              className={`${css.keptItem} ${on ? css.on : ''}`}
              aria-current={on ? 'page' : undefined}
              title={item.label}
            >
              <span className={css.keptName}>{item.label}</span>
              {item.count !== undefined && (
                <span className={`${css.keptCount} num`}>{count(item.count)}</span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function SizeAndScheme() {
  const t = useText();
  const size = useTextSize();
  const dark = useDark();
  return (
    <div className={css.foot}>
      <div className={css.sizes} role="radiogroup" aria-label={t.app.size.label}>
        {textSizes.map((key) => (
          <button
            key={key}
            type="button"
            role="radio"
            aria-checked={size === key}
            tabIndex={size === key ? 0 : -1}
            className={css.size}
            onClick={() => chooseLook({ textSize: key })}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
              const next = textSizes[textSizes.indexOf(size) + step];
              if (step === 0 || !next) return;
              chooseLook({ textSize: next });
              const group = event.currentTarget.parentElement;
              (group?.children[textSizes.indexOf(next)] as HTMLElement | undefined)?.focus();
            }}
          >
            {t.app.size[key]}
          </button>
        ))}
      </div>
      <span className={css.cycle}>
        <IconButton
          label={`${t.app.size.label} ${t.app.size[size]}`}
          onClick={() =>
            chooseLook({ textSize: textSizes[(textSizes.indexOf(size) + 1) % textSizes.length] })
          }
        >
          <IconTextSize size="1.25rem" />
        </IconButton>
      </span>
      <IconButton
        label={dark ? t.app.scheme.toLight : t.app.scheme.toDark}
        onClick={() => chooseLook({ theme: dark ? 'light' : 'dark' })}
      >
        {dark ? <IconSun size="1.25rem" /> : <IconMoon size="1.25rem" />}
      </IconButton>
    </div>
  );
}
