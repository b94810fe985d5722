import { useCan } from '../../../shared/session.ts';
import { ButtonLink } from '../../../ui/button.tsx';

/** Where to go on, for those who may see it. */
export function SeePlan() {
  return useCan('usage:read') ? (
    <ButtonLink size="small" href="/settings/usage">
      See plan
    </ButtonLink>
  ) : null;
}
