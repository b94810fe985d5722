import { type BrandKit, type FontStack, fontStacks } from '@engagex/domain/documents';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import type { BrandPart } from './brand-part.ts';

const stackNames: Readonly<Record<FontStack, string>> = {
  system: 'The device’s own font',
  helvetica: 'Helvetica or Arial',
  verdana: 'Verdana',
  trebuchet: 'Trebuchet',
  tahoma: 'Tahoma',
  georgia: 'Georgia',
  palatino: 'Palatino',
  courier: 'Courier',
};
const stacks = (Object.keys(fontStacks) as FontStack[]).map((value) => ({ value, label: stackNames[value] })); // its keys are just these

const uses = [
  { value: 'everything', label: 'All text' },
  { value: 'headings', label: 'Headings only' },
] as const;

export function FontsCard({ kit, change, isDisabled, errorOf }: BrandPart) {
  const { fonts } = kit;
  const set = (next: Partial<BrandKit['fonts']>) => change({ ...kit, fonts: { ...fonts, ...next } });
  const setWeb = (next: Partial<NonNullable<BrandKit['fonts']['web']>>) => {
    const web = { name: '', url: '', use: 'everything' as const, ...fonts.web, ...next };
    set({ web: web.name === '' && web.url === '' ? null : web });
  };
  return (
    <Card aria-label="Fonts">
      <CardHeader title="Fonts" state="Fonts that mail apps have. A web font is shown where it is supported." />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        <Field label="Headings">
          <Select
            options={stacks}
            value={fonts.headings}
            disabled={isDisabled}
            onChange={(headings) => set({ headings })}
          />
        </Field>
        <Field label="Text">
          <Select options={stacks} value={fonts.body} disabled={isDisabled} onChange={(body) => set({ body })} />
        </Field>
        <Field label="Web font" optional help="Its name, such as Inter." error={errorOf('fonts.web.name')}>
          <Input
            disabled={isDisabled}
            value={fonts.web?.name ?? ''}
            onChange={(event) => setWeb({ name: event.target.value })}
          />
        </Field>
        <Field label="Use it for">
          <Select
            options={uses}
            value={fonts.web?.use ?? 'everything'}
            disabled={isDisabled || !fonts.web}
            onChange={(use) => setWeb({ use })}
          />
        </Field>
        <Field
          label="Style sheet of the web font"
          optional
          help="Whoever serves it learns who reads your mail, so host it yourself. The preview shows the font that stands in for it."
          error={errorOf('fonts.web.url')}
          className="sm:col-span-2"
        >
          <Input
            type="url"
            placeholder="https://"
            disabled={isDisabled}
            value={fonts.web?.url ?? ''}
            onChange={(event) => setWeb({ url: event.target.value.trim() })}
          />
        </Field>
      </CardBody>
    </Card>
  );
}
