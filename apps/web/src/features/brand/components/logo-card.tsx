import type { BrandKit } from '@engagex/domain/documents';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import type { BrandPart } from './brand-part.ts';
import { LogoField } from './logo-field.tsx';

export function LogoCard({ kit, change, isDisabled, errorOf }: BrandPart) {
  const { logo } = kit;
  const set = (next: Partial<BrandKit['logo']>) => change({ ...kit, logo: { ...logo, ...next } });
  return (
    <Card aria-label="Logo">
      <CardHeader title="Logo" state="Without one, your organization’s name is shown." />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        <LogoField
          label="Logo"
          help="A PNG, JPEG or GIF, twice as wide as it is shown."
          value={logo.light}
          onChange={(light) => set({ light })}
          error={errorOf('logo.light')}
          isDisabled={isDisabled}
        />
        <LogoField
          label="Logo for dark mode"
          help="Leave empty to use the same logo."
          value={logo.dark}
          onChange={(dark) => set({ dark })}
          error={errorOf('logo.dark')}
          isDisabled={isDisabled}
        />
        <Field label="Alternative text" optional help="Shown while images are off." error={errorOf('logo.alt')}>
          <Input disabled={isDisabled} value={logo.alt} onChange={(event) => set({ alt: event.target.value })} />
        </Field>
        <Field label="Width in pixels" error={errorOf('logo.width')}>
          <Input
            type="number"
            min={16}
            max={600}
            disabled={isDisabled}
            value={Number.isNaN(logo.width) ? '' : logo.width}
            onChange={(event) => set({ width: event.target.valueAsNumber })}
          />
        </Field>
      </CardBody>
    </Card>
  );
}
