import { formsRoutes, type FormView } from '@engagex/domain/forms';
import { isRecipientLanguage, type RecipientLanguage, recipientLanguages } from '@engagex/domain/recipients';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { FormDialog } from './components/form-dialog.tsx';
import { snippetOf } from './snippet.ts';

/** Forms for the organization's own pages; each shows the HTML to paste there. */
export function FormsPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('contacts:write');
  const query = useQuery(routeQuery(formsRoutes.list, {}));
  const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id);
  const create = canWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      New form
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Sign-up forms"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="Let people sign up on your own pages"
        action={create}
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The forms could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading forms" lines={5} />}
      {query.data?.items.length === 0 && (
        <EmptyState picture="people" action={create}>
          Create a form to let people sign up on your own pages.
        </EmptyState>
      )}
      {query.data?.items.map((form) => (
        <FormCard key={form.id} form={form} canWrite={canWrite} onChange={() => setChanging(form)} />
      ))}
      <FormDialog form={null} open={isCreating} onOpenChange={setCreating} />
      <FormDialog form={changing} open={changing !== null} onOpenChange={() => setChanging(null)} />
    </Page>
  );
}

/** In which a snippet can be written; the wording stays as the organization wrote it. */
const languageOptions = Object.keys(recipientLanguages)
  .filter(isRecipientLanguage)
  .map((value) => ({ value, label: recipientLanguages[value] }));

interface FormCardProps {
  readonly form: FormView;
  readonly canWrite: boolean;
  readonly onChange: () => void;
}

function FormCard({ form, canWrite, onChange }: FormCardProps) {
  const [language, setLanguage] = useState<RecipientLanguage>('en');
  const snippet = snippetOf(form, location.origin, language);
  return (
    <Card>
      <CardHeader title={form.name} action={canWrite && <FormMenu form={form} onChange={onChange} />} />
      <CardBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <Badge meaning={form.doubleOptIn ? 'good' : 'warning'}>
            {form.doubleOptIn ? 'Confirmed by email' : 'No confirmation'}
          </Badge>
          <span className="text-sm wrap-anywhere text-muted">
            Wording, version {form.wordingVersion}: {form.wording}
          </span>
        </div>
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={`HTML of ${form.name}`}
          className="max-h-56 overflow-auto rounded-md border border-line bg-hover p-3 font-mono text-xs"
        >
          {snippet}
        </pre>
        <div className="flex flex-wrap items-end gap-3">
          <CopyButton text={snippet} label="Copy the HTML" />
          <Field label={`Language of ${form.name}`} className="w-48">
            <Select options={languageOptions} value={language} onChange={setLanguage} />
          </Field>
        </div>
      </CardBody>
    </Card>
  );
}

function FormMenu({ form: { id, name }, onChange }: { form: FormView; onChange: () => void }) {
  const restore = useRouteMutation(formsRoutes.restore, { onError: notifyFailure('The form was not restored') });
  const remove = useRouteMutation(formsRoutes.delete, {
    onError: notifyFailure('The form was not deleted'),
    onSuccess: () =>
      notify(`“${name}” deleted`, {
        detail: 'Pages that still show it will get an error when someone signs up.',
        undo: () => restore.mutate({ id }),
      }),
  });
  return (
    <Menu align="end" trigger={<IconButton label={`Actions for ${name}`} icon={Ellipsis} />}>
      <MenuItem icon={Pencil} onSelect={onChange}>
        Change
      </MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => remove.mutate({ id })}>
        Delete
      </MenuItem>
    </Menu>
  );
}
