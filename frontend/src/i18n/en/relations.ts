import type { Shape } from '../shape';
import type { relations as zh } from '../zh-CN/relations';

export const relations = {
  title: 'Relations',
  add: 'Add a relation',
  none: 'Parent companies, subsidiaries, referrals and family are kept here.',
  here: 'This customer',
  all: (count) => `Show all ${count}`,
  menu: (name) => `Relation to “${name}”`,
  remove: (word) => `Remove “${word}”`,
  foundByLegal: (name) => `Found: both have ${name} as legal representative`,
  who: (name) => `Who is related to “${name}”`,
  another: 'Another one',
  is: (name) => `To “${name}” it is`,
  wordExample: 'Landlord, for example',
  backExample: 'Tenant, if it differs',
  says: (other, name, word) => `“${other}” to “${name}”: ${word || '…'}.`,
  save: 'Add',
} satisfies Shape<typeof zh>;
