import {
  type AttributeDefinition,
  contactHandle,
  contactPageRoutes,
  contactsRoutes,
  type ContactView,
} from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SearchInput } from '../../../ui/search-input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify } from '../../../ui/toast.tsx';
import { textOfValue } from '../../attributes/index.ts';
import { nameOfContact } from '../contact-name.ts';
import { fieldInWords } from './contact-words.ts';
import { fieldLabels } from './field-labels.ts';

interface MergeDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly contact: ContactView;
  readonly definitions: readonly AttributeDefinition[];
}

/** Finds the other contact of the same person, lets choose between values that differ, and merges it into this one. */
export function MergeDialog({ open, onOpenChange, contact, definitions }: MergeDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Merge into ${contactHandle(contact)}`}
      description="For two contacts that are the same person. Groups, messages and engagement move to this contact."
    >
      <MergeForm contact={contact} definitions={definitions} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

type MergeFormProps = Pick<MergeDialogProps, 'contact' | 'definitions'> & { readonly close: () => void };

function MergeForm({ contact, definitions, close }: MergeFormProps) {
  const [search, setSearch] = useState('');
  const [other, setOther] = useState<ContactView | null>(null);
  const [take, setTake] = useState<ReadonlySet<string>>(new Set());
  const found = useQuery({ ...routeQuery(contactsRoutes.list, { search, limit: 6 }), enabled: search !== '' });
  const merge = useRouteMutation(contactPageRoutes.merge, {
    touches: ['groups', 'deliveries'],
    onSuccess: () => {
      notify('Merged', {
        detail: `${other ? contactHandle(other) : 'The other contact'} is now part of this contact.`,
      });
      close();
    },
  });
  const others = (found.data?.items ?? []).filter(({ id }) => id !== contact.id);
  const choose = (field: string, isOther: boolean) => {
    const next = new Set(take);
    if (isOther) next.add(field);
    else next.delete(field);
    setTake(next);
  };
  return (
    <>
      <DialogBody>
        {merge.error && <Notice meaning="danger">{messageOf(merge.error)}</Notice>}
        {!other && (
          <>
            <SearchInput label="Find the other contact" value={search} onSearch={setSearch} />
            <ul aria-label="Contacts found" className="flex flex-col gap-1">
              {others.map((each) => (
                <li key={each.id}>
                  <Button variant="ghost" onClick={() => setOther(each)}>
                    {nameOfContact(each)} · {contactHandle(each)}
                  </Button>
                </li>
              ))}
            </ul>
            {search !== '' && found.data && others.length === 0 && <p className="text-muted">Nobody else matches.</p>}
          </>
        )}
        {other && (
          <>
            <Notice meaning="warning">
              {contactHandle(other)} will be removed. This cannot be undone.
              {(contact.subscription === 'unsubscribed' || other.subscription === 'unsubscribed') &&
                ' One of them unsubscribed, so the merged contact will be unsubscribed.'}
            </Notice>
            {differences(contact, other, definitions).map(({ field, label, mine, theirs }) => (
              <Field key={field} label={label}>
                <Select
                  options={[
                    { value: 'mine', label: mine },
                    { value: 'theirs', label: theirs },
                  ]}
                  value={take.has(field) ? 'theirs' : 'mine'}
                  onChange={(value) => choose(field, value === 'theirs')}
                />
              </Field>
            ))}
          </>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={other ? () => setOther(null) : close}>{other ? 'Choose another' : 'Cancel'}</Button>
        {other && (
          <Button
            variant="danger"
            loading={merge.isPending}
            onClick={() => merge.mutate({ id: contact.id, otherId: other.id, take: [...take] })}
          >
            Merge contacts
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

/** Where both have a value and they differ; a value that only one of them has is kept anyway. */
function differences(one: ContactView, other: ContactView, definitions: readonly AttributeDefinition[]) {
  const all = [
    ...Object.entries(fieldLabels).map(([field, label]) => ({
      field,
      label: String(label),
      mine: textIn(one, field),
      theirs: textIn(other, field),
    })),
    ...definitions.map(({ name, label, type }) => ({
      field: `attribute:${name}`,
      label,
      mine: textOfValue(one.attributes[name], type),
      theirs: textOfValue(other.attributes[name], type),
    })),
  ];
  return all.filter(({ mine, theirs }) => mine !== '' && theirs !== '' && mine !== theirs);
}

function textIn(contact: ContactView, field: string): string {
  const value = Object.entries(contact).find(([name]) => name === field)?.[1];
  return typeof value === 'string' ? fieldInWords(field, value) : '';
}
