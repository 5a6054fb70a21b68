import type { Shape } from '../shape';
import type { approvals as zh } from '../zh-CN/approvals';

export const approvals = {
  title: 'Approvals',
  floorNeeded: (n, names) =>
    `${n === 1 ? '1 line is' : `${n} lines are`} under the floor price and need the owner’s approval before printing: ${names}`,
  ask: 'Ask the owner',
  more: 'Anything to add (optional)',
  moreHint: 'For example: they pay all at once',
  asked: (who, what) => `${who} asked for approval: ${what}`,
  item: (name, price, floor) => `${name} at ${price}, floor ${floor}`,
  answered: (who, agreed, when) => `${who} ${agreed ? 'approved' : 'refused'} (${when})`,
  waits: 'Waiting for the owner. ',
  withdraw: 'Take back',
  approve: 'Approve',
  refuse: 'Refuse',
  note: 'Why not',
  noteHint: 'For example: 5 % off at most',
  lostNote: 'Closing as lost needs the owner’s approval: it is closed when they agree.',
  lostRule: 'Closing as lost needs approval',
  lostRuleNote:
    'When on, others ask an owner before an opportunity is closed as lost. Prices under the floor always need approval.',
  today: { mine: 'Waiting for your approval', asked: 'Waiting for the owner' },
} satisfies Shape<typeof zh>;
