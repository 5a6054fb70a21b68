import { app } from './app';
import { customers } from './customers';
import { firstrun } from './firstrun';
import { settings } from './settings';
import { today } from './today';
import { ui } from './ui';

/** Texts that only the page uses, by feature. This tree is the type every language follows. */
export const zh = { app, ui, today, customers, settings, firstrun };
