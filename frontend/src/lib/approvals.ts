import { useQuery } from '@tanstack/react-query';
import { type approval, services } from '@/bridge';

/** Shapes of backend/approval; the Go comments say what each field means. */
export type Approval = approval.Approval;
export type ApprovalView = approval.View;
export type Standing = approval.Standing;

export const approvals = services.approval;

/** What approvals are refreshed by. */
const kinds = ['approval', 'staff', 'setting', 'opportunity', 'contract', 'customer'];

/** What waits for an answer of who is working, and what they asked themselves. */
export const useWaitingApprovals = () =>
  useQuery({ queryKey: ['approval', 'waiting'], queryFn: () => approvals.Waiting(), meta: { kinds } }).data;

/** Everything that was asked about a customer. */
export const useCustomerApprovals = (customerId: number): ApprovalView[] =>
  useQuery({
    queryKey: ['approval', 'customer', customerId],
    queryFn: () => approvals.OfCustomer(customerId),
    meta: { kinds },
  }).data ?? [];

/** What has to be asked for. */
export const useApprovalRules = () =>
  useQuery({
    queryKey: ['approval', 'rules'],
    queryFn: () => approvals.Rules(),
    meta: { kinds: ['setting'] },
  }).data;
