import { templateInput } from '@engagex/domain/templates';
import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

interface TemplateNameProps {
  readonly name: string;
  readonly isDisabled: boolean;
  readonly onRename: (name: string) => void;
}

/** The name, changed in place: saved with Enter and when it is left. */
export function TemplateName({ name, isDisabled, onRename }: TemplateNameProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const checked = templateInput.shape.name.safeParse(typed ?? name);
  const save = () => {
    if (!checked.success) return;
    if (checked.data !== name) onRename(checked.data);
    setTyped(null);
  };
  return (
    <Field label="Name" help="Only your organization sees it." error={checked.error?.issues[0]?.message}>
      <Input
        disabled={isDisabled}
        value={typed ?? name}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </Field>
  );
}
