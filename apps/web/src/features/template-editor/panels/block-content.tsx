import {
  address,
  type BlockOf,
  type BlockType,
  type Picture,
  plain,
  plainTextOf,
  type PlainLine,
  paragraph,
  rich,
  socialNetworks,
} from '@engagex/domain/documents';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Group, Segments } from './controls.tsx';
import { LinkControl } from './link-control.tsx';
import { type Settings, useSettings } from './node-settings.ts';
import { PictureControl } from './picture-control.tsx';
import { PlainLineInput } from './plain-line-input.tsx';
import { SavedBlockContent } from '../saved-blocks/saved-block-content.tsx';
import { RawControl } from './raw-control.tsx';
import { TableControl } from './table-control.tsx';

interface ContentProps<Type extends BlockType> {
  readonly block: BlockOf<Type>;
  readonly settings: Settings;
}
type Contents = { readonly [Type in BlockType]?: (props: ContentProps<Type>) => ReactNode };

const somewhere = address('https://example.com/');
const newProfile = { network: 'website', link: somewhere };

/** What of a block is not edited on the canvas. */
export function BlockContent<Type extends BlockType>({ block }: { block: BlockOf<Type> }): ReactNode {
  const settings = useSettings(block);
  const Shown: ((props: ContentProps<Type>) => ReactNode) | undefined = contents[block.type];
  return Shown ? (
    <Group title="Content">
      <Shown block={block} settings={settings} />
    </Group>
  ) : null;
}

const levels = [
  { value: '1', label: 'Large' },
  { value: '2', label: 'Medium' },
  { value: '3', label: 'Small' },
] as const;
const levelOf = { '1': 1, '2': 2, '3': 3 } as const;

const contents: Contents = {
  saved: ({ block }) => <SavedBlockContent block={block} />,

  heading: ({ block, settings }) => (
    <Segments
      label="Level"
      options={levels}
      value={`${block.level}`}
      onChange={(level) => settings.set('level', levelOf[level])}
    />
  ),

  image: ({ block, settings }) => (
    <>
      <Pictured block={block} settings={settings} picture={block.picture} />
      <Optional
        label="Link"
        isOn={block.link !== null}
        onChange={(isOn) => settings.set('link', isOn ? somewhere : null)}
      >
        {block.link && <LinkControl value={block.link} onChange={(link) => settings.type('link', link)} />}
      </Optional>
    </>
  ),

  button: ({ block, settings }) => <LinkControl value={block.link} onChange={(link) => settings.type('link', link)} />,

  social: ({ block: { links }, settings }) => (
    <>
      <Segments
        label="Profiles"
        options={[
          { value: 'brand', label: 'Of your brand' },
          { value: 'own', label: 'Only here' },
        ]}
        value={links === 'brand' ? 'brand' : 'own'}
        onChange={(choice) => settings.set('links', choice === 'brand' ? 'brand' : [newProfile])}
      />
      {links !== 'brand' && (
        <>
          {links.map(({ network, label, link }, at) => (
            <Item key={at} label={socialNetworks[network]} onRemove={() => settings.set('links', without(links, at))}>
              <Field label="Network">
                <Select
                  options={networks}
                  value={network}
                  onChange={(next) => settings.set(`links.${at}.network`, next)}
                />
              </Field>
              <Line
                label="Label"
                placeholder={socialNetworks[network]}
                value={label ?? plain('')}
                onChange={(next) => settings.type(`links.${at}.label`, plainTextOf(next) === '' ? undefined : next)}
              />
              <LinkControl value={link} onChange={(next) => settings.type(`links.${at}.link`, next)} />
            </Item>
          ))}
          {links.length < 12 && (
            <Button icon={Plus} onClick={() => settings.set('links', [...links, newProfile])}>
              Add a profile
            </Button>
          )}
        </>
      )}
    </>
  ),

  menu: ({ block, settings }) => (
    <>
      {block.items.map(({ label, link }, at) => (
        <Item
          key={at}
          label={`Item ${at + 1}`}
          onRemove={block.items.length > 1 ? () => settings.set('items', without(block.items, at)) : null}
        >
          <Line label="Label" value={label} onChange={(next) => settings.type(`items.${at}.label`, next)} />
          <LinkControl value={link} onChange={(next) => settings.type(`items.${at}.link`, next)} />
        </Item>
      ))}
      {block.items.length < 12 && (
        <Button
          icon={Plus}
          onClick={() => settings.set('items', [...block.items, { label: plain('New item'), link: somewhere }])}
        >
          Add an item
        </Button>
      )}
    </>
  ),

  hero: ({ block, settings }) => (
    <>
      <OptionalPicture block={block} settings={settings} />
      <Optional
        label="Text"
        isOn={block.text !== null}
        onChange={(isOn) => settings.set('text', isOn ? rich(paragraph('Text')) : null)}
      />
      <OptionalButton block={block} settings={settings} />
    </>
  ),

  card: ({ block, settings }) => (
    <>
      <OptionalPicture block={block} settings={settings} />
      <Optional
        label="Text"
        isOn={block.text !== null}
        onChange={(isOn) => settings.set('text', isOn ? rich(paragraph('Text')) : null)}
      />
      <Optional
        label="Price"
        isOn={block.price !== null}
        onChange={(isOn) => settings.set('price', isOn ? plain('€ 0') : null)}
      />
      <OptionalButton block={block} settings={settings} />
    </>
  ),

  table: ({ block, settings }) => <TableControl block={block} settings={settings} />,

  video: ({ block, settings }) => (
    <>
      <Pictured block={block} settings={settings} picture={block.picture} />
      <LinkControl value={block.link} onChange={(link) => settings.type('link', link)} />
    </>
  ),

  coupon: ({ block, settings }) => (
    <Optional
      label="Note"
      isOn={block.note !== null}
      onChange={(isOn) => settings.set('note', isOn ? rich(paragraph('Note')) : null)}
    />
  ),

  footer: ({ block, settings }) => (
    <>
      <Optional
        label="Why people get this"
        isOn={block.text !== null}
        onChange={(isOn) =>
          settings.set('text', isOn ? rich(paragraph('You are receiving this email because you signed up.')) : null)
        }
      />
      <Line
        label="Unsubscribe link"
        value={block.unsubscribe}
        onChange={(next) => settings.type('unsubscribe', next)}
      />
      <Optional
        label="Link to preferences"
        isOn={block.preferences !== null}
        onChange={(isOn) => settings.set('preferences', isOn ? plain('Email preferences') : null)}
      >
        {block.preferences && (
          <Line label="Words" value={block.preferences} onChange={(next) => settings.type('preferences', next)} />
        )}
      </Optional>
    </>
  ),

  raw: ({ block, settings }) => <RawControl block={block} settings={settings} />,
};

const networks = Object.entries(socialNetworks).map(([value, label]) => ({ value, label }));

function without<Each>(list: readonly Each[], at: number): Each[] {
  return list.filter((_, index) => index !== at);
}

interface LineProps {
  readonly label: string;
  readonly value: PlainLine;
  readonly placeholder?: string;
  readonly onChange: (value: PlainLine) => void;
}

function Line({ label, ...input }: LineProps) {
  return (
    <Field label={label}>
      <PlainLineInput {...input} />
    </Field>
  );
}

function Item({ label, onRemove, children }: { label: string; onRemove: (() => void) | null; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="sr-only">{label}</legend>
      {children}
      {onRemove && (
        <Button variant="ghost" size="small" icon={Trash2} className="self-end" onClick={onRemove}>
          Remove
        </Button>
      )}
    </fieldset>
  );
}

interface OptionalProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children?: ReactNode;
}

/** A part that a block can do without. */
function Optional({ label, isOn, onChange, children }: OptionalProps) {
  return (
    <>
      <Checkbox label={label} checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {isOn && children}
    </>
  );
}

type WithPicture = BlockOf<'image' | 'hero' | 'card' | 'video'>;

function Pictured({ block, settings, picture }: { block: WithPicture; settings: Settings; picture: Picture }) {
  return (
    <PictureControl
      picture={picture}
      alt={block.alt}
      onChange={(next) => settings.set('picture', next)}
      onAlt={(alt) => settings.type('alt', alt)}
      onPick={(next, alt) => settings.setAll({ picture: next, alt })}
    />
  );
}

const hills: Picture = { from: 'placeholder', motif: 'hills', tint: 'primary', ratio: 1.8 };

function OptionalPicture({ block, settings }: { block: BlockOf<'hero' | 'card'>; settings: Settings }) {
  const { picture } = block;
  return (
    <Optional label="Picture" isOn={picture !== null} onChange={(isOn) => settings.set('picture', isOn ? hills : null)}>
      {picture && <Pictured block={block} settings={settings} picture={picture} />}
    </Optional>
  );
}

function OptionalButton({ block, settings }: { block: BlockOf<'hero' | 'card'>; settings: Settings }) {
  const { button } = block;
  return (
    <Optional
      label="Button"
      isOn={button !== null}
      onChange={(isOn) => settings.set('button', isOn ? { label: plain('Read more'), link: somewhere } : null)}
    >
      {button && <LinkControl value={button.link} onChange={(link) => settings.type('button.link', link)} />}
    </Optional>
  );
}
