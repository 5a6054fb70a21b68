import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@/ui/tokens.css';
import { App } from '@/app/App';
import { shellCommands } from '@/app/commands';
import { features } from '@/app/features';
import { answerClosing, installBrowserDoor } from '@/bridge';
import { lang } from '@/i18n';
import { define } from '@/lib/commands';
import { installImeGuard } from '@/lib/ime';
import { startPrefs } from '@/lib/prefs';

// Before React adds its listeners: the guard must be the first to see a key.
installImeGuard();
installBrowserDoor();
answerClosing();
startPrefs();
document.documentElement.lang = lang();
// What the shop does comes before what the program does: the palette lists them in this order.
define([...features.flatMap((feature) => feature.commands ?? []), ...shellCommands]);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

// The first screen of every feature is at hand when it is asked for; not before the first one stands.
const ahead = () => {
  for (const feature of features) void feature.screens?.[0]?.load().catch(() => undefined);
};
if ('requestIdleCallback' in window) window.requestIdleCallback(ahead, { timeout: 1500 });
else setTimeout(ahead, 800); // WebKit
