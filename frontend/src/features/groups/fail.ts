import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';

export const fail = (cause: unknown): void => void show({ text: sentence(cause), tone: 'bad' });
