import { useText } from '@/i18n';
import { type ApprovalView, useWaitingApprovals } from '@/lib/approvals';
import css from '@/ui/Approvals.module.css';
import { Block } from '@/ui/layout';
import ApprovalCard from './ApprovalCard';

/** On 今日: what waits for an answer of the owner, and for who asked, what they wait for. */
export default function TodayApprovals() {
  const a = useText().approvals;
  const waiting = useWaitingApprovals();
  if (!waiting) return null;
  return (
    <>
      <Part title={a.today.mine} list={waiting.mine} />
      <Part title={a.today.asked} list={waiting.asked} />
    </>
  );
}

function Part({ title, list }: { title: string; list: ApprovalView[] }) {
  if (list.length === 0) return null;
  return (
    <Block title={title}>
      <div className={css.approvals}>
        {list.map((one) => (
          <ApprovalCard key={one.id} approval={one} withCustomer />
        ))}
      </div>
    </Block>
  );
}
