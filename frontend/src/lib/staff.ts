import { useQuery } from '@tanstack/react-query';
import { services, type staff } from '@/bridge';
import { useText } from '@/i18n';

/** A person who uses this workspace; the Go comments say what each field means. */
export type Person = staff.Staff;
/** The staff as the backend tells it. */
export type StaffTeam = staff.Team;
export const staffService = services.staff;

export const staffQuery = {
  queryKey: ['staff', 'team'],
  queryFn: () => staffService.Team(),
  meta: { kinds: ['staff', 'setting'] },
  staleTime: Number.POSITIVE_INFINITY, // a change event refreshes it
} as const;

export interface Team {
  /** Fewer than two people are here: show no owner, no assignment, no approval. True until known. */
  solo: boolean;
  /** Who is here, by name; former ones have left. */
  people: Person[];
  former: Person[];
  /** Who is working; 0 in solo mode and while nobody was chosen. */
  working: number;
  /** Who is working decides alone; false: an owner has to be asked. True until known. */
  canApprove: boolean;
  /** What things cost us is shown: only to who decides alone, and not before that is known. */
  seesCosts: boolean;
  /** Of everybody, by id; changes when anybody is renamed. */
  names: Readonly<Record<number, string>>;
  /** The name of somebody, here or gone; '' for nobody (0). */
  name: (id: number) => string;
}

const none: Readonly<Record<number, string>> = {};

/** The staff of the workspace, kept up to date. */
export function useStaff(): Team {
  const t = useText();
  const team = useQuery(staffQuery).data;
  return {
    solo: team?.solo ?? true,
    people: team?.people ?? [],
    former: team?.former ?? [],
    working: team?.working ?? 0,
    canApprove: team?.canApprove ?? true,
    seesCosts: team?.canApprove ?? false,
    names: team?.names ?? none,
    name: (id) => (id === 0 ? '' : (team?.names[id] ?? t.staff.gone)),
  };
}
