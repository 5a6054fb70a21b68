import { AppError, type Picked, upload } from '@/bridge';
import { api } from '../api';
import { printable, type Tree } from './schema';

/** Limits of Go: what is refused there is not sent. */
const LARGEST = 4 << 20;
const types = ['image/png', 'image/jpeg'];

/** Points a picture is wide at first: as at 150 dpi, but neither tiny nor as wide as the page. */
export const usualWidth = (pixels: number): number => Math.min(Math.max(Math.round(pixels * 0.48), 36), 300);

/** Points and the millimetres that people measure paper in. */
export const millimetres = (points: number): number => Math.round((points * 25.4) / 7.2) / 10;
export const points = (mm: number): number => Math.round(mm * (72 / 25.4) * 100) / 100;
export const NARROWEST = 5;
export const WIDEST = 180;

/** What a picture shows, as Go accepts it. */
export const cleanAlt = (text: string): string => printable(text).replace(/["\\]/g, '').trim().slice(0, 120);

const addresses = new Map<string, Promise<string>>();

/** Where the page finds a picture of a template; fails with the sentence of what is wrong. */
export function addressOf(key: string): Promise<string> {
  let address = addresses.get(key);
  if (!address) {
    address = api.Image(key).then((image) => image.url ?? '');
    addresses.set(key, address);
    address.catch(() => addresses.delete(key));
  }
  return address;
}

/** Forgets an address that has run out. */
export const forget = (key: string): void => {
  addresses.delete(key);
};

/** Whether a file of the clipboard is a picture of any kind. */
export const isPicture = (file: { type: string }): boolean => file.type.startsWith('image/');

/** Sends a picture from the clipboard or a drop. */
export async function sent(file: File): Promise<Picked> {
  if (!types.includes(file.type)) throw new AppError('template.image.type');
  if (file.size > LARGEST) throw new AppError('template.image.large', { max: LARGEST >> 20 });
  return await upload(file);
}

/** Keeps a picture and gives the node that shows it. */
export async function kept(file: Picked): Promise<Tree> {
  const image = await api.AddImage(file.token);
  if (image.url) addresses.set(image.key, Promise.resolve(image.url));
  return { type: 'image', attrs: { asset: image.key, width: usualWidth(image.width), align: 'center' } };
}
