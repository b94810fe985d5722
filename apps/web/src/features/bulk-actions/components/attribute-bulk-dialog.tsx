import type { AttributeDefinition } from '@engagex/domain/contacts';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { AttributeControl, instantOf } from '../../attributes/index.ts';
import type { BulkStart } from './bulk-start.ts';

interface AttributeBulkDialogProps {
  readonly open: boolean;
  readonly people: string;
  readonly definitions: readonly AttributeDefinition[];
  readonly onOpenChange: () => void;
  readonly begin: (action: BulkStart['action']) => Promise<void>;
}

export function AttributeBulkDialog({ open, people, definitions, onOpenChange, begin }: AttributeBulkDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Set an attribute of ${people}`}
      description="Leave the value empty to clear the attribute."
    >
      <AttributeForm people={people} definitions={definitions} begin={begin} close={onOpenChange} />
    </Dialog>
  );
}

type AttributeFormProps = Pick<AttributeBulkDialogProps, 'people' | 'definitions' | 'begin'> & { close: () => void };

function AttributeForm({ people, definitions, begin, close }: AttributeFormProps) {
  const [name, setName] = useState(definitions[0]?.name ?? '');
  const [value, setValue] = useState('');
  const [step, setStep] = useState<{ running: boolean; refusal?: string }>({ running: false });
  const definition = definitions.find((each) => each.name === name);
  const submit = async () => {
    setStep({ running: true });
    const text = definition?.type === 'timestamp' ? instantOf(value) : value.trim();
    try {
      await begin({ kind: 'set_attribute', attribute: name, value: text || null });
      close();
    } catch (error) {
      setStep({ running: false, refusal: messageOf(error) });
    }
  };
  return (
    <>
      <DialogBody>
        <Field label="Attribute">
          <Select
            options={definitions.map((each) => ({ value: each.name, label: each.label }))}
            value={name}
            onChange={(next) => {
              setName(next);
              setValue('');
            }}
          />
        </Field>
        {definition && (
          <Field label="Value" optional error={step.refusal}>
            <AttributeControl type={definition.type} value={value} onChange={setValue} />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" loading={step.running} onClick={() => void submit()}>
          {value.trim() ? `Set for ${people}` : `Clear for ${people}`}
        </Button>
      </DialogFooter>
    </>
  );
}
