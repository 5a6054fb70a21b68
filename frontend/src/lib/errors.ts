import { AppError, decodeError, UNREACHABLE } from '@/bridge';
import { text } from '@/i18n';
import { knows, shared } from '@/i18n/catalog';

/** The sentence a person reads for an error: what happened and what to do. */
export function sentence(cause: unknown): string {
  const error = decodeError(cause);
  const t = text().app.errors;
  if (error.code === UNREACHABLE) return t.unreachable;
  if (error.code === 'page.signed_out') return t.signedOut;
  const first = error.fields[0];
  if (error.fields.length === 1 && first && knows(first.code)) return shared(first.code, first.params);
  if (knows(error.code)) return shared(error.code, error.params);
  return `${t.unknown}${t.codeNote(error.code)}`;
}

/** Sentences by field name, for a form; `known` fields that got none are absent. */
export function fieldSentences(cause: unknown): Record<string, string> {
  const error = decodeError(cause);
  const out: Record<string, string> = {};
  for (const fault of error.fields) out[fault.field] ??= shared(fault.code, fault.params);
  return out;
}

export const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof AppError && cause.code === code;
