import { mended, type TemplateProblem, templatesRoutes } from '@engagex/domain/templates';
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../../shared/api-error.ts';
import { request } from '../../../shared/http.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { notify } from '../../../ui/toast.tsx';

type Fix = NonNullable<TemplateProblem['fix']>;

interface FixButtonProps {
  readonly templateId: string;
  readonly fix: Fix;
}

/** Mends a problem in the template, as it is stored now. */
export function FixButton({ templateId, fix }: FixButtonProps) {
  const mayWrite = useCan('templates:write');
  const save = useMutation({
    mutationFn: () => fixTemplate(templateId, fix),
    onSuccess: async () => {
      await Promise.all([invalidateNoun('templates'), invalidateNoun('campaigns')]);
      notify('Fixed in the template');
    },
    onError: (error) => notify(messageOf(error)),
  });
  if (!mayWrite) return null;
  return (
    <Button size="small" className="ml-2" loading={save.isPending} onClick={() => save.mutate()}>
      {fix.label}
    </Button>
  );
}

/** Someone who saves it meanwhile is not overwritten: the version is the one that was read. */
async function fixTemplate(id: string, { mend }: Fix): Promise<void> {
  const stored = await request(templatesRoutes.get, { id });
  const { subject, preheader, body, textBody, document } = mended(stored, mend);
  const content = stored.kind === 'visual' && document ? { document } : { body, textBody };
  await request(templatesRoutes.update, { id, subject, preheader, ...content, version: stored.updatedAt });
}
