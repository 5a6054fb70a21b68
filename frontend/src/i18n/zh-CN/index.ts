import { app } from './app';
import { approvals } from './approvals';
import { care } from './care';
import { clean } from './clean';
import { contracts } from './contracts';
import { customers } from './customers';
import { editor } from './editor';
import { exchange } from './exchange';
import { firstrun } from './firstrun';
import { forecast } from './forecast';
import { groups } from './groups';
import { insight } from './insight';
import { interactions } from './interactions';
import { leads } from './leads';
import { library } from './library';
import { merge } from './merge';
import { opportunities } from './opportunities';
import { payments } from './payments';
import { products } from './products';
import { quotes } from './quotes';
import { regions } from './regions';
import { relations } from './relations';
import { settings } from './settings';
import { staff } from './staff';
import { templates } from './templates';
import { today } from './today';
import { ui } from './ui';

/** Texts that only the page uses, by feature. This tree is the type every language follows. */
export const zh = {
  app,
  approvals,
  ui,
  today,
  customers,
  editor,
  exchange,
  clean,
  contracts,
  templates,
  leads,
  library,
  merge,
  opportunities,
  payments,
  products,
  quotes,
  relations,
  groups,
  settings,
  firstrun,
  forecast,
  interactions,
  insight,
  regions,
  care,
  staff,
};
