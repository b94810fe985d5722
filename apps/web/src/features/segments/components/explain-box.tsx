import { type Explanation, type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface ExplainProps {
  readonly tree: SegmentBranch;
  readonly segmentId?: string | undefined;
  readonly explanation: Explanation | null;
  readonly onExplained: (explanation: Explanation) => void;
}

/** Asks whether one address is in it; the answer marks the conditions that decide. */
export function ExplainBox({ tree, segmentId, explanation, onExplained }: ExplainProps) {
  const [address, setAddress] = useState('');
  const explain = useRouteMutation(segmentsRoutes.explain, { onSuccess: onExplained });
  return (
    <Card aria-label="Check a person">
      <CardHeader title="Check a person" />
      <CardBody>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            explain.mutate({ tree, segmentId, address });
          }}
        >
          <Field label="Email address" error={explain.error ? messageOf(explain.error) : undefined}>
            <Input value={address} autoComplete="off" onChange={(event) => setAddress(event.target.value)} />
          </Field>
          <Button type="submit" className="self-start" loading={explain.isPending}>
            Check
          </Button>
          <div aria-live="polite">
            {explanation && <Notice meaning={explanation.isMember ? 'good' : 'info'}>{answerOf(explanation)}</Notice>}
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

function answerOf({ contactId, isMember, deciding }: Explanation): string {
  if (contactId === null) return 'There is no contact with this address.';
  const why =
    deciding.length === 1 ? 'The deciding condition is highlighted.' : 'The deciding conditions are highlighted.';
  return `${isMember ? 'Yes, this person is in the segment.' : 'No, this person is not in the segment.'} ${why}`;
}
