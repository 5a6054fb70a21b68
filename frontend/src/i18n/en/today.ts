import type { Shape } from '../shape';
import type { today as zh } from '../zh-CN/today';

export const today = {
  title: 'Today',
  calm: 'Nothing needs doing today.',
  recentCustomers: 'Customers opened lately',
  newCustomers: 'New customers',
  allCustomers: 'All customers',
  total: (n: string) => `${n} customers`,
  emptyTitle: 'Start with your first customer',
  emptyText: 'Import the list you have, or write one down.',
  import: 'Import Excel',
  create: 'New customer',
} satisfies Shape<typeof zh>;
