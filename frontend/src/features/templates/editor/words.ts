import type { Text } from '@/i18n';
import type { Words } from './annotate';

/** The sentences drawn in the text, in the language of the screen. */
export const wordsOf = (t: Text): Words => ({
  ...t.editor.conditionWords,
  repeat: t.editor.each.shown,
  goneField: t.editor.chip.goneField,
  goneClause: t.editor.chip.goneClause,
  outside: t.editor.chip.outside,
  badFormat: t.editor.chip.badFormat,
  incomplete: t.editor.chip.incomplete,
  format: (format) => t.editor.formatShort[format as keyof typeof t.editor.formatShort] ?? format,
});
