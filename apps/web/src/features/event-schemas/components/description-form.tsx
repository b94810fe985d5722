import { eventSchemaLimits } from '@engagex/domain/event-schemas';
import { useState } from 'react';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/textarea.tsx';

interface Described {
  readonly description: string;
  readonly isExpected: boolean;
}

interface DescriptionFormProps {
  readonly of: Described;
  readonly expectedHelp: string;
  readonly isSaving: boolean;
  readonly onSave: (changes: Described) => void;
}

/** What the team says of an event or a property. */
export function DescriptionForm({ of, expectedHelp, isSaving, onSave }: DescriptionFormProps) {
  const canWrite = useCan('event-schemas:write');
  const [description, setDescription] = useState(of.description);
  const [isExpected, setExpected] = useState(of.isExpected);
  const isDirty = description.trim() !== of.description || isExpected !== of.isExpected;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ description, isExpected });
      }}
    >
      <Field label="Description">
        <Textarea
          rows={2}
          maxLength={eventSchemaLimits.descriptionLength}
          disabled={!canWrite}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
      </Field>
      <Checkbox
        label="Expected"
        help={expectedHelp}
        checked={isExpected}
        disabled={!canWrite}
        onChange={({ target }) => setExpected(target.checked)}
      />
      {canWrite && (
        <Button type="submit" variant="primary" className="self-start" disabled={!isDirty} loading={isSaving}>
          Save
        </Button>
      )}
    </form>
  );
}
