import type { Edge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/types';

/** Where what is dragged will go. */
export function DropLine({ edge }: { edge: Edge }) {
  const place = edge === 'bottom' ? '-bottom-px' : '-top-px';
  return (
    <div aria-hidden className={`pointer-events-none absolute inset-x-0 z-20 h-0.5 bg-accent-solid ${place}`}>
      <span className="absolute -top-1 -left-1 size-2.5 rounded-md bg-accent-solid" />
    </div>
  );
}
