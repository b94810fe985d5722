import type { Alignment, Block } from '@engagex/domain/documents';
import { valueAt } from '../state/at-path.ts';
import { AlignControl, ColorControl, Group, NumberControl, Segments } from './controls.tsx';
import { useSettings } from './node-settings.ts';

const sizes = [
  { value: 'small', label: 'Small' },
  { value: 'normal', label: 'Normal' },
  { value: 'large', label: 'Large' },
] as const;
const shapes = [
  { value: 'brand', label: 'Brand' },
  { value: 'square', label: 'Square' },
  { value: 'rounded', label: 'Rounded' },
  { value: 'pill', label: 'Pill' },
] as const;

/** How a block looks. The settings follow from what its style has; the brand's own choice is always the first. */
export function BlockStyle({ block }: { block: Block }) {
  const settings = useSettings(block);
  if (!('style' in block)) return null;
  const { type } = block;
  const color = (path: string, label: string) => {
    const value = valueAt(block, path);
    return typeof value === 'string' ? (
      <ColorControl
        label={label}
        value={value}
        onChange={(next) => settings.set(path, next)}
        onPick={(next) => settings.type(path, next)}
      />
    ) : null;
  };
  const number = (path: string, label: string, [min, max]: readonly [number, number], unit = 'px') => {
    const value = valueAt(block, path);
    return typeof value === 'number' ? (
      <NumberControl
        label={label}
        value={value}
        min={min}
        max={max}
        unit={unit}
        onChange={(next) => settings.type(path, next)}
      />
    ) : null;
  };
  const choice = <Value extends string>(
    path: string,
    label: string,
    options: readonly { readonly value: Value; readonly label: string }[],
  ) => {
    const value = valueAt(block, path);
    const chosen = options.find((each) => each.value === value);
    return chosen ? (
      <Segments label={label} options={options} value={chosen.value} onChange={(next) => settings.set(path, next)} />
    ) : null;
  };
  const align = valueAt(block, 'style.align');
  const hasOwnButton = (type === 'hero' || type === 'card') && block.button !== null;
  return (
    <>
      <Group title="Style">
        {typeof align === 'string' && (
          <AlignControl
            value={align as Alignment} // what a style has under this name
            onChange={(next) => settings.set('style.align', next)}
          />
        )}
        {choice('style.size', 'Size', sizes)}
        {color('style.background', 'Background')}
        {color('style.color', type === 'divider' ? 'Line color' : 'Text color')}
        {type === 'button' && choice('style.shape', 'Shape', shapes)}
        {type === 'button' &&
          choice('style.width', 'Width', [
            { value: 'label', label: 'As its label' },
            { value: 'column', label: 'Full width' },
          ])}
        {type === 'hero' &&
          choice('style.picture', 'Picture', [
            { value: 'above', label: 'Above' },
            { value: 'behind', label: 'Behind the words' },
          ])}
        {type === 'table' &&
          choice('style.lines', 'Lines', [
            { value: 'rows', label: 'Between rows' },
            { value: 'none', label: 'None' },
          ])}
        {type !== 'button' && number('style.width', 'Width', [5, 100], '%')}
        {number('style.thickness', 'Thickness', [1, 20])}
        {number('style.height', 'Height', [1, 200])}
        {number('style.corners', 'Round corners', [0, 32])}
      </Group>
      {hasOwnButton && (
        <Group title="Button">
          {color('style.button.background', 'Background')}
          {color('style.button.color', 'Label color')}
          {choice('style.button.shape', 'Shape', shapes)}
          {choice('style.button.size', 'Size', sizes)}
        </Group>
      )}
      {'padding' in block.style && (
        <Group title="Space">
          <div className="grid grid-cols-2 gap-3">
            {number('style.padding.top', 'Above', [0, 120])}
            {number('style.padding.bottom', 'Below', [0, 120])}
          </div>
        </Group>
      )}
    </>
  );
}
