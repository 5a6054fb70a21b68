import { useStaff } from '@/lib/staff';

/**
 * Who answers for a group: of the staff where there is one, else, and for groups that nobody was chosen for
 * since, in the words that were written before.
 */
export function useInCharge(): (group: { ownerId: number; inCharge: string }) => string {
  const { solo, name } = useStaff();
  return (group) => (solo ? '' : name(group.ownerId)) || group.inCharge;
}
