import { services, type settings } from '@/bridge';
import { type Lang, setLang } from '@/i18n';
import { setOurCurrency } from './currency';
import { type Scheme, setScheme, setTextSize, type TextSize } from './prefs';
import { queryClient } from './query';

/** Choices that hold for the whole workspace, with the words each may be. */
export type Settings = Omit<settings.Settings, 'language' | 'textSize' | 'theme'> & {
  language: Lang;
  textSize: TextSize;
  theme: Scheme;
};

export const settingsService = services.settings;

/** Every amount that names no currency follows ours, wherever settings came from. */
function known(s: Settings): Settings {
  if (setOurCurrency(s.currency))
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'setting' });
  return s;
}

export const settingsQuery = {
  queryKey: ['setting', 'all'],
  queryFn: async () => known((await settingsService.Get()) as Settings),
} as const;

function apply(s: Partial<Settings>): void {
  if (s.language) setLang(s.language);
  if (s.textSize) setTextSize(s.textSize);
  if (s.theme) setScheme(s.theme);
}

/** What the workspace remembers of the look; a workspace that was never asked leaves the screen as it is. */
export function applySettings(s: Settings): void {
  if (s.firstRunDone) apply(s);
}

/** Changes settings: the screen follows at once, the workspace remembers. */
export async function saveSettings(changes: Partial<Settings>): Promise<void> {
  apply(changes);
  queryClient.setQueryData(settingsQuery.queryKey, known((await settingsService.Save(changes)) as Settings));
}

/** The same for a switch in the corner: a workspace that cannot be written keeps the old choice. */
export function chooseLook(changes: Pick<Partial<Settings>, 'language' | 'textSize' | 'theme'>): void {
  apply(changes);
  void saveSettings(changes).catch(() => undefined);
}
