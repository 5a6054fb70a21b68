import { describe, expect, it } from 'vitest';
import { AppError, decodeError } from '@/bridge';

const json =
  '{"code":"shell.printer_paused","params":{"printer":"Front_Desk"},"fields":[{"field":"name","code":"x"}]}';

describe('an error of the backend', () => {
  // Wails' page runtime puts what the backend said into the message of an Error.
  it.each([
    ['an Error around its JSON, as the window gives it', new Error(json)],
    ['its JSON as text', json],
    ['an object, as the browser door gives it', JSON.parse(json)],
    [
      'itself',
      new AppError('shell.printer_paused', { printer: 'Front_Desk' }, [{ field: 'name', code: 'x' }]),
    ],
  ])('is known as %s', (_, cause) => {
    const error = decodeError(cause);
    expect(error.code).toBe('shell.printer_paused');
    expect(error.params).toEqual({ printer: 'Front_Desk' });
    expect(error.fields).toEqual([{ field: 'name', code: 'x' }]);
  });

  it.each([
    [new Error('out of memory')],
    ['out of memory'],
    [undefined],
    [new TypeError('x is not a function')],
  ])('is internal when nothing else is known: %s', (cause) => {
    expect(decodeError(cause).code).toBe('fault.internal');
  });
});
