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

function fromText(text: string): AppError | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? fromObject(parsed) : undefined;
  } catch {
    return undefined; // an error of the runtime itself
  }
}

/**
 * Reads any rejection of a call: an AppError, its JSON as an object (the browser door), as text or as
 * the message of an Error (the window: the runtime of Wails wraps what Go said), or anything else.
 */
export function decodeError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error || typeof cause === 'string') {
    const text = typeof cause === 'string' ? cause : cause.message;
    return fromText(text) ?? new AppError('fault.internal', { detail: String(cause) });
  }
  if (typeof cause === 'object' && cause !== null) {
    const known = fromObject(cause);
    if (known) return known;
  }
  return new AppError('fault.internal', { detail: String(cause) });
}
