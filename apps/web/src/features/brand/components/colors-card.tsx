import { type ColorRole, colorRoles, contrast, type Palette, palettesFrom } from '@engagex/domain/documents';
import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';
import type { BrandPart } from './brand-part.ts';
import { ColorField } from './color-field.tsx';

const roleNames: Readonly<Record<ColorRole, { readonly name: string; readonly help: string }>> = {
  page: { name: 'Page', help: 'Around the message' },
  surface: { name: 'Background', help: 'Behind the text' },
  soft: { name: 'Panel', help: 'Areas that stand out a little' },
  text: { name: 'Text', help: 'Headings and text' },
  muted: { name: 'Secondary text', help: 'Labels and the footer' },
  primary: { name: 'Primary', help: 'Buttons and links' },
  onPrimary: { name: 'Text on primary', help: 'The label of a button' },
  accent: { name: 'Accent', help: 'Pictures and highlights' },
  border: { name: 'Border', help: 'Lines' },
};

/** What a color has to be readable on. */
const grounds: Partial<Record<ColorRole, readonly ColorRole[]>> = {
  text: ['surface', 'soft', 'page'],
  muted: ['surface', 'soft', 'page'],
  primary: ['surface', 'soft', 'page'],
  onPrimary: ['primary'],
};

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
type Scheme = (typeof schemes)[number]['value'];

export function ColorsCard({ kit, change, isDisabled }: BrandPart) {
  const [scheme, setScheme] = useState<Scheme>('light');
  const [main, setMain] = useState(kit.colors.light.primary);
  const { colors } = kit;
  return (
    <Card aria-label="Colors">
      <CardHeader title="Colors" state="Text needs a contrast of 4.5:1 to be readable." />
      <CardBody className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <ColorField
            label="Main color"
            help="Makes a readable palette for light and dark."
            value={main}
            onChange={setMain}
            isDisabled={isDisabled}
          />
          <Button disabled={isDisabled} onClick={() => change({ ...kit, colors: palettesFrom(main) })}>
            Make palette
          </Button>
        </div>
        <Tabs label="Colors for light and dark mode" tabs={schemes} value={scheme} onChange={setScheme}>
          {schemes.map(({ value }) => (
            <TabPanel key={value} value={value}>
              <div className="grid gap-4 sm:grid-cols-2">
                {colorRoles.map((role) => (
                  <ColorField
                    key={role}
                    label={roleNames[role].name}
                    help={roleNames[role].help}
                    value={colors[value][role]}
                    onChange={(color) =>
                      change({ ...kit, colors: { ...colors, [value]: { ...colors[value], [role]: color } } })
                    }
                    isDisabled={isDisabled}
                  >
                    <Contrast role={role} palette={colors[value]} />
                  </ColorField>
                ))}
              </div>
            </TabPanel>
          ))}
        </Tabs>
      </CardBody>
    </Card>
  );
}

/** The lowest contrast of a color on what it has to be readable on. */
function Contrast({ role, palette }: { role: ColorRole; palette: Palette }) {
  const [worst] = (grounds[role] ?? [])
    .map((ground) => ({ ground, ratio: contrast(palette[role], palette[ground]) }))
    .toSorted((one, other) => one.ratio - other.ratio);
  if (!worst) return null;
  const ratio = `${(Math.floor(worst.ratio * 10) / 10).toFixed(1)}:1`;
  if (worst.ratio >= 4.5) return <Badge meaning="good">{ratio}</Badge>;
  return (
    <Badge meaning="warning">
      {ratio} on {roleNames[worst.ground].name.toLowerCase()}: hard to read
    </Badge>
  );
}
