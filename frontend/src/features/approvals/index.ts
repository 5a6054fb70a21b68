import type { Feature } from '@/lib/feature';
import { useApprovalTalk } from './useApprovalTalk';

export const approvals: Feature = {
  name: 'approvals',
  todaySections: [{ key: 'approvals', load: () => import('./TodayApprovals') }],
  useCustomerTalk: useApprovalTalk,
};
