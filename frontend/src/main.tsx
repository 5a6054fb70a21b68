import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@/ui/tokens.css';
import { App } from '@/app/App';
import { shellCommands } from '@/app/commands';
import { features } from '@/app/features';
import { loadScreens } from '@/app/router';
import { answerClosing, installBrowserDoor, listening } from '@/bridge';
import { lang } from '@/i18n';
import { define } from '@/lib/commands';
import { installImeGuard } from '@/lib/ime';
import { startPrefs } from '@/lib/prefs';

// Before React adds its listeners: the guard must be the first to see a key.
installImeGuard();
installBrowserDoor(listening());
answerClosing();
startPrefs();
document.documentElement.lang = lang();
// What the shop does comes before what the program does: the palette lists them in this order.
define([...features.flatMap((feature) => feature.commands ?? []), ...shellCommands]);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

// Not before the first screen stands.
if ('requestIdleCallback' in window) window.requestIdleCallback(loadScreens, { timeout: 1500 });
else setTimeout(loadScreens, 800); // WebKit
