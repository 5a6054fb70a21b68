import { approvals } from '@/features/approvals';
import { contracts } from '@/features/contracts';
import { customers } from '@/features/customers';
import { exchange } from '@/features/exchange';
import { forecast } from '@/features/forecast';
import { groups } from '@/features/groups';
import { insight } from '@/features/insight';
import { interactions } from '@/features/interactions';
import { leads } from '@/features/leads';
import { opportunities } from '@/features/opportunities';
import { payments } from '@/features/payments';
import { products } from '@/features/products';
import { regions } from '@/features/regions';
import { relations } from '@/features/relations';
import { settings } from '@/features/settings';
import { templates } from '@/features/templates';
import { today } from '@/features/today';
import type { Feature } from '@/lib/feature';

/** Every feature of the app, in the order their commands are listed. Adding one is adding a line. */
export const features: readonly Feature[] = [
  today,
  approvals,
  customers,
  exchange,
  relations,
  groups,
  interactions,
  regions,
  insight,
  leads,
  opportunities,
  forecast,
  contracts,
  payments,
  products,
  templates,
  settings,
];
