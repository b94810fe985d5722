import { paymentsRoutes } from '@engagex/domain/payments';
import { useEffect, useRef } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** Whoever comes back from Stripe's pages sees at once what they did there, also when its events take a while. */
export function Returned() {
  const [checkout, setCheckout] = useUrlState('checkout');
  const [portal, setPortal] = useUrlState('portal');
  const asked = useRef(false);
  const { mutate } = useRouteMutation(paymentsRoutes.refresh, {
    touches: ['invoices', 'plans'],
    onSuccess: ({ subscription }) => {
      if (checkout === 'done' && subscription) notify('You are subscribed');
    },
    onError: notifyFailure('Stripe could not be asked what you did there'),
  });
  const hasReturned = checkout !== '' || portal !== '';
  useEffect(() => {
    if (!hasReturned || asked.current) return;
    asked.current = true;
    mutate({}, { onSettled: () => (portal ? setPortal('') : setCheckout('')) });
  }, [hasReturned, mutate, portal, setCheckout, setPortal]);
  return null;
}
