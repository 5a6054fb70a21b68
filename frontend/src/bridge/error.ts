/** What is wrong with one field; `field` is its JSON name, with an index for lists ("phones.1.number"). */
export interface FieldFault {
  field: string;
  code: string;
  params?: Record<string, unknown>;
}

/** An error of the backend: a stable code and parameters; the sentence is found in the catalogue. */
export class AppError extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: FieldFault[];

  constructor(code: string, params: Record<string, unknown> = {}, fields: FieldFault[] = []) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}

/** The backend did not answer: the browser door was stopped or the cookie ran out. */
export const UNREACHABLE = 'page.unreachable';

function fromObject(value: object): AppError | undefined {
  const { code, params, fields } = value as {
    code?: unknown;
    params?: Record<string, unknown>;
    fields?: FieldFault[];
  };
  if (typeof code !== 'string') return undefined;
  return new AppError(code, params ?? {}, fields ?? []);
}

/** Reads any rejection of a call: an AppError, its JSON as text (the window door), or anything else. */
export function decodeError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (typeof cause === 'string') {
    try {
      const parsed: unknown = JSON.parse(cause);
      if (typeof parsed === 'object' && parsed !== null) {
        const known = fromObject(parsed);
        if (known) return known;
      }
    } catch {
      // Not JSON: an error of the runtime itself.
    }
    return new AppError('fault.internal', { detail: cause });
  }
  if (typeof cause === 'object' && cause !== null && !(cause instanceof Error)) {
    const known = fromObject(cause);
    if (known) return known;
  }
  return new AppError('fault.internal', { detail: String(cause) });
}
