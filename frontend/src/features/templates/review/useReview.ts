import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Decisions, type FieldDecision, intake, type Proposal, type Way } from '../library';

const remembered = (file: string): Decisions => {
  try {
    return JSON.parse(sessionStorage.getItem(`keyue.import.${file}`) ?? '{}') as Decisions;
  } catch {
    return {};
  }
};

/** Changes one entry of a list of decisions, or adds it. */
function put<T>(list: T[] | undefined, is: (entry: T) => boolean, entry: T, patch: Partial<T>): T[] {
  const had = list?.find(is);
  const next = { ...(had ?? entry), ...patch };
  return had ? (list ?? []).map((e) => (is(e) ? next : e)) : [...(list ?? []), next];
}

/**
 * A contract being made a template: the backend's proposal under the person's decisions. Only those
 * are kept here, so a reload loses nothing.
 */
export function useReview(file: string) {
  const [decisions, setDecisions] = useState<Decisions>(() => remembered(file));
  useEffect(() => {
    try {
      sessionStorage.setItem(`keyue.import.${file}`, JSON.stringify(decisions));
    } catch {
      // A reload then begins with the guesses again.
    }
  }, [file, decisions]);
  const query = useQuery({
    queryKey: ['import', 'review', file, decisions],
    queryFn: () => intake.Review(file, decisions),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { kinds: [] },
  });
  // Guesses stay where they were when the page was opened, however sure the backend is of them later.
  const first = useRef<Proposal | undefined>(undefined);
  first.current ??= query.data;
  return {
    file,
    decisions,
    proposal: query.data,
    /** The proposal as it was first shown: what groups and orders the guesses. */
    first: first.current,
    /** What is shown follows the decisions. */
    settled: !query.isPlaceholderData && !query.isFetching,
    error: query.error ?? undefined,
    set: (patch: Decisions) => setDecisions((d) => ({ ...d, ...patch })),
    field: (key: string, patch: Partial<FieldDecision>) =>
      setDecisions((d) => ({ ...d, fields: put(d.fields, (f) => f.key === key, { key }, patch) })),
    blank: (id: string, as: Way) =>
      setDecisions((d) => ({ ...d, blanks: put(d.blanks, (b) => b.id === id, { id }, { as }) })),
    /** A contract has one list of goods: taking one gives up the others. */
    goods: (block: number, accepted: boolean) =>
      setDecisions((d) => ({
        ...d,
        lines: (query.data?.lines ?? []).map((offer) => ({
          block: offer.block,
          accepted: offer.block === block ? accepted : offer.accepted && !accepted,
        })),
      })),
  };
}
export type Review = ReturnType<typeof useReview>;
