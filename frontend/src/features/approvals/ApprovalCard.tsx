import type { ApprovalView } from '@/lib/approvals';
import { useGo } from '@/lib/navigate';
import { ApprovalLine } from '@/ui/Approvals';
import { LinkButton } from '@/ui/layout';

/** A request with what it is about, to be opened. */
export default function ApprovalCard(props: { approval: ApprovalView; withCustomer?: boolean }) {
  const go = useGo();
  const { approval, withCustomer = false } = props;
  const path = approval.aboutKind === 'opportunity' ? '/opportunities' : '/contracts';
  return (
    <ApprovalLine approval={approval}>
      <LinkButton onClick={() => go(`${path}/${approval.aboutId}`)}>
        {withCustomer && approval.customerName !== approval.title
          ? `${approval.customerName} · ${approval.title}`
          : approval.title}
      </LinkButton>{' '}
    </ApprovalLine>
  );
}
