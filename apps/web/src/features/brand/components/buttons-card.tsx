import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import type { BrandPart } from './brand-part.ts';

const shapes = [
  { value: 'square', label: 'Square' },
  { value: 'rounded', label: 'Rounded' },
  { value: 'pill', label: 'Pill' },
] as const;

const directions = [
  { value: 'ltr', label: 'Left to right' },
  { value: 'rtl', label: 'Right to left', detail: 'Arabic, Hebrew, Persian, Urdu' },
] as const;

export function ButtonsCard({ kit, change, isDisabled }: BrandPart) {
  return (
    <Card aria-label="Buttons and direction">
      <CardHeader title="Buttons and direction" />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        <Field label="Button shape" help="Classic Outlook for Windows shows square buttons.">
          <Select
            options={shapes}
            value={kit.buttonShape}
            disabled={isDisabled}
            onChange={(buttonShape) => change({ ...kit, buttonShape })}
          />
        </Field>
        <Field label="Reading direction" help="The default of new templates.">
          <Select
            options={directions}
            value={kit.direction}
            disabled={isDisabled}
            onChange={(direction) => change({ ...kit, direction })}
          />
        </Field>
      </CardBody>
    </Card>
  );
}
