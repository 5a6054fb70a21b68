import type { Entry, Kind, Look } from './api';

/** What a person decided of a line. */
export interface Choice {
  look: Look;
  /** "new", "lead:3", "customer:7" or "skip". */
  take: string;
  newKind: Kind;
}

/** What a line is usually saved as: what it was taken for; the second line of one number is left out. */
export const usual = (look: Look): Choice => {
  const [first] = look.known;
  const take =
    look.double > 0
      ? 'skip'
      : first === undefined || look.verdict === 'new'
        ? 'new'
        : first.customerId > 0
          ? `customer:${first.customerId}`
          : `lead:${first.leadId}`;
  return { look, take, newKind: 'free' };
};

export const entryOf = ({ look, take, newKind }: Choice): Entry => {
  const [verdict, id] = take.split(':');
  return {
    lead: look.lead,
    text: look.text,
    newChannel: look.lead.channelId === 0 ? look.newChannel : '',
    newKind,
    verdict: verdict as Look['verdict'],
    leadId: verdict === 'lead' ? Number(id) : 0,
    customerId: verdict === 'customer' ? Number(id) : 0,
  };
};

/** A line that cannot be saved as it is. News of somebody known needs no name. */
export const blocked = (choice: Choice): boolean => choice.take === 'new' && choice.look.problems.length > 0;
