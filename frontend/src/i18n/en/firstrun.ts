import type { Shape } from '../shape';
import type { firstrun as zh } from '../zh-CN/firstrun';

export const firstrun = {
  step: (n: number, of: number) => `Step ${n} of ${of}`,
  welcome: 'Welcome to Keyue',
  welcomeNote: 'Keep customers, fill contracts, print. Your data stays on this computer.',
  shopName: 'Name of your business',
  shopPlaceholder: 'Shown at the top left; can be changed later',
  industry: 'Trade (optional)',
  currency: 'Your currency',
  industries: {
    trade: 'Wholesale and retail',
    building: 'Building and decoration',
    manufacture: 'Manufacturing',
    equipment: 'Equipment and repair',
    food: 'Food and catering',
    service: 'Consulting and services',
    logistics: 'Transport',
    education: 'Education',
    property: 'Lease and property',
    other: 'Other',
  },
  look: 'Easy to read?',
  lookNote: 'Choose a text size and light or dark; it changes at once, and any time at the bottom left.',
  example: (amount: string) =>
    `Harbour Textiles Ltd · Ann Lee 140 7469 4629 · Contract HT-2026-0138 · ${amount}`,
  begin: 'Where to start?',
  import: 'Import my Excel',
  importNote: 'Your list of customers, thousands of rows if need be; can be undone as one',
  sample: 'Look at sample data first',
  sampleNote: 'An invented small company, removed by one click',
  blank: 'Start empty',
  blankNote: 'Write things down as they come',
  goOn: 'Go on',
  goOnNote: (n: number) => `This workspace holds ${n === 1 ? '1 customer' : `${n} customers`} already`,
} satisfies Shape<typeof zh>;
