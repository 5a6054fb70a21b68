import { useSyncExternalStore } from 'react';
import { useText } from '@/i18n';
import { SideForm } from '@/ui/SideForm';
import { ask, asked, subscribe } from './ask';
import { PaymentForm } from './PaymentForm';
import { VoidForm } from './VoidForm';

/** The forms of this feature; they open from every screen. */
export default function Overlay() {
  const t = useText();
  const request = useSyncExternalStore(subscribe, asked, asked);
  const close = () => ask(undefined);
  const p = t.payments;
  const title =
    request?.form === 'void'
      ? p.voidOf(request.payment.number)
      : request?.form === 'edit'
        ? p.editOf(request.payment.number)
        : request?.direction === 'refund'
          ? p.refund
          : p.record;
  return (
    <SideForm opened={request !== undefined} onClose={close} title={title}>
      {request?.form === 'void' && <VoidForm payment={request.payment} onClose={close} />}
      {request && request.form !== 'void' && <PaymentForm request={request} onClose={close} />}
    </SideForm>
  );
}
