import type { Block, BlockOf } from '@engagex/domain/documents';
import type { ReactNode } from 'react';
import { EditableText } from './editable-text.tsx';
import { buttonCss, useLook } from './look.ts';

interface ButtonLabelProps {
  readonly block: Block;
  readonly path: string;
  readonly label: BlockOf<'button'>['label'];
  readonly style: Parameters<typeof buttonCss>[0];
  readonly isWide?: boolean;
}

/** The label of a button, edited on the button itself. */
export function ButtonLabel({ block, path, label, style, isWide = false }: ButtonLabelProps) {
  const look = useLook();
  const css = buttonCss(style, look);
  return (
    <span style={isWide ? { ...css, display: 'block', textAlign: 'center' } : css}>
      <EditableText
        block={block}
        path={path}
        value={label}
        kind="plain"
        label="Label of the button"
        placeholder="Button"
      />
    </span>
  );
}

/** What stands in for a block that the canvas does not draw. */
export function Hint({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <div className="mail-hint">
      {icon}
      <div>{children}</div>
    </div>
  );
}
