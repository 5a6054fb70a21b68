import { type Given, type product, services } from '@/bridge';

/** Shapes of backend/product; the Go comments say what each field means. */
export type Product = product.Product;
export type Detail = product.Detail;
export type Row = product.Row;
export type Part = product.Part;
export type Category = product.CategoryView;
/** A record to be made: what is left out is empty. */
export type Draft = Given<Product>;
export type Question = Omit<product.Query, 'offset' | 'limit' | 'status'> & { status: product.Status | '' };
/** Fields an edit in place sends, by JSON name: backend/patch. */
export type Changes = Record<string, unknown>;

export const api = services.product;

export const tiers = ['A', 'B', 'C'] as const;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (question: Question) => ['product', 'list', question] as const,
  one: (id: number) => ['product', 'one', id] as const,
  images: (id: number) => ['product', 'images', id] as const,
  thumbnail: (id: number) => ['thumbnail', id] as const,
  categories: ['product_category', 'list'] as const,
  units: ['product', 'units'] as const,
};
