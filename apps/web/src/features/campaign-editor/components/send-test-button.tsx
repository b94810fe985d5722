import {
  campaignsRoutes,
  type CampaignView,
  maxTesters,
  nameOfVariant,
  type VariantName,
} from '@engagex/domain/campaigns';
import { emailAddress } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { formatCount } from '../../../shared/format.ts';
import { languageName } from '../../../shared/names-of-codes.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useSession } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyProblem } from '../../../ui/toast.tsx';

/** Sends the message to members before anybody else gets it. */
export function SendTestButton({ campaign }: { campaign: CampaignView }) {
  const [isOpen, setOpen] = useState(false);
  if (!campaign.templateId || !campaign.senderEmail) return null;
  return (
    <>
      <Button icon={MailCheck} onClick={() => setOpen(true)}>
        Send a test
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Send a test"
        description="The subject starts with [Test], links go straight to their pages, and nothing is counted."
      >
        <Form campaign={campaign} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const addresses = z
  .string()
  .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
  .pipe(
    z
      .array(emailAddress)
      .min(1, 'Enter an email address.')
      .max(maxTesters, `Send a test to at most ${maxTesters} members.`),
  );
const input = z.object({ to: addresses });
const every = 'every';

function Form({ campaign: { id, abTest: comparison }, close }: { campaign: CampaignView; close: () => void }) {
  const [variant, setVariant] = useState<VariantName | typeof every>(every);
  const [language, setLanguage] = useState<string | null>(null);
  const message = useQuery(routeQuery(campaignsRoutes.preview, { id }));
  const languages = message.data?.languages ?? [];
  const { user } = useSession();
  const form = useZodForm(input, { to: user.email });
  const sendTest = useRouteMutation(campaignsRoutes.sendTest, {
    onSuccess: ({ results }) => {
      const accepted = results.filter(({ isAccepted }) => isAccepted);
      const members = new Set(accepted.map(({ email }) => email)).size;
      const variants = [...new Set(accepted.flatMap((each) => each.variant ?? []))];
      if (members > 0) notify(`Test ${inWords(variants)}sent to ${formatCount(members, 'member')}`);
      for (const { email, isAccepted, response, ...of } of results)
        if (!isAccepted) notifyProblem(`${email} did not get ${of.variant ? `variant ${of.variant}` : 'it'}`, response);
      close();
    },
    onError: showFailure(form, 'The test was not sent'),
  });
  const { errors } = form.formState;
  const problem = errors.to?.message ?? (Array.isArray(errors.to) ? errors.to.find(Boolean)?.message : undefined);
  return (
    <form
      noValidate
      className="contents"
      onSubmit={submitTo(form, ({ to }) =>
        sendTest.mutate({
          id,
          to,
          ...(variant !== every && { variant }),
          ...(language && { language }),
        }),
      )}
    >
      <DialogBody>
        <Field label="To" help={`Members’ addresses, at most ${maxTesters}, separated by commas.`} error={problem}>
          <Input {...form.register('to')} />
        </Field>
        {comparison && (
          <Field label="Variant">
            <Select
              options={[
                { value: every, label: `All ${comparison.variants.length} variants`, detail: 'One message for each' },
                ...comparison.variants.map((_, index) => ({
                  value: nameOfVariant(index),
                  label: `Variant ${nameOfVariant(index)}`,
                })),
              ]}
              value={variant}
              onChange={setVariant}
            />
          </Field>
        )}
        {languages.length > 0 && (
          <Field label="Language">
            <Select
              options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
              value={language ?? languages[0] ?? null}
              onChange={setLanguage}
            />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={sendTest.isPending}>
          Send test
        </Button>
      </DialogFooter>
    </form>
  );
}

/** "of variants A and B " */
function inWords(variants: readonly VariantName[]): string {
  if (variants.length === 0) return '';
  return `of ${variants.length === 1 ? 'variant' : 'variants'} ${new Intl.ListFormat('en').format(variants)} `;
}
