import { service } from '@/bridge';
import { type Lang, setLang } from '@/i18n';

interface Settings {
  SetLanguage(lang: string): Promise<unknown>;
}
const settings = service<Settings>('settings');

/** Switches the screen at once and tells the backend, whose dialogs and exports follow. */
export async function chooseLanguage(lang: Lang): Promise<void> {
  setLang(lang);
  // The screen has switched either way; native dialogs keep the old language until it is saved.
  await settings.SetLanguage(lang).catch(() => undefined);
}
