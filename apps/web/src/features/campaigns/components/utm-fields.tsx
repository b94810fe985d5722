import { utmSettings, type UtmSettings } from '@engagex/domain/campaigns';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

interface UtmFieldsProps {
  /** Null for none. */
  readonly value: UtmSettings | null;
  readonly onChange: (value: UtmSettings | null) => void;
  readonly disabled?: boolean;
}

const usual: UtmSettings = { source: 'newsletter', medium: 'email', campaign: '', term: '', content: '' };

const fields = [
  { name: 'source', label: 'Source', help: 'utm_source' },
  { name: 'medium', label: 'Medium', help: 'utm_medium' },
  { name: 'campaign', label: 'Campaign', help: 'utm_campaign. Leave empty to use the name of the campaign.' },
  { name: 'term', label: 'Term', help: 'utm_term' },
  { name: 'content', label: 'Content', help: 'utm_content' },
] as const;

/** Whether links get UTM parameters, and which. */
export function UtmFields({ value, onChange, disabled = false }: UtmFieldsProps) {
  const read = utmSettings.safeParse(value);
  const problemWith = (name: string) => read.error?.issues.find(({ path }) => path[0] === name)?.message;
  return (
    <fieldset className="flex flex-col gap-4" disabled={disabled}>
      <legend className="sr-only">UTM parameters</legend>
      <Checkbox
        label="Add UTM parameters to links"
        help="So that analytics tools recognize visits from this email. Links that already have UTM parameters stay as they are."
        checked={value !== null}
        onChange={(event) => onChange(event.target.checked ? usual : null)}
      />
      {value && (
        <div className="grid gap-4 md:grid-cols-2">
          {fields.map(({ name, label, help }) => (
            <Field
              key={name}
              label={label}
              help={help}
              optional={name === 'term' || name === 'content' || name === 'campaign'}
              error={problemWith(name)}
            >
              <Input
                value={value[name]}
                spellCheck={false}
                onChange={(event) => onChange({ ...value, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      )}
    </fieldset>
  );
}
