import type { Feature } from '@/lib/feature';

export const relations: Feature = {
  name: 'relations',
  customerSections: [{ key: 'relations', order: 30, load: () => import('./CustomerRelations') }],
};
