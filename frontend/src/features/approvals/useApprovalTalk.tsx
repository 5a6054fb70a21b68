import { lazy, Suspense } from 'react';
import { useCustomerApprovals } from '@/lib/approvals';
import type { TalkEntry } from '@/lib/feature';

const ApprovalCard = lazy(() => import('./ApprovalCard'));

/** What owners were asked to agree to about a customer, between what was said. */
export function useApprovalTalk(customerId: number): TalkEntry[] {
  return useCustomerApprovals(customerId).map((one) => ({
    key: `approval-${one.id}`,
    at: one.answeredAt || one.askedAt,
    element: (
      <Suspense fallback={null}>
        <ApprovalCard approval={one} />
      </Suspense>
    ),
  }));
}
