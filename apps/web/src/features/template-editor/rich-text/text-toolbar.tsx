import { type ColorChoice, colorRoles, type Link } from '@engagex/domain/documents';
import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import {
  Bold,
  Braces,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link2,
  List,
  ListOrdered,
  type LucideIcon,
  Palette,
  Pilcrow,
  Strikethrough,
  Underline,
} from 'lucide-react';
import { type ComponentProps, memo, useId, useState } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { Input } from '../../../ui/input.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { colorNames } from '../panels/color-names.ts';
import { useBrand } from '../state/brand-context.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { LinkDialog } from './link-dialog.tsx';
import { useActiveText } from './text-session.ts';
import { useBlockVariables } from './use-variables.ts';

const styles: readonly { readonly level: 1 | 2 | 3 | null; readonly name: string; readonly icon: LucideIcon }[] = [
  { level: null, name: 'Paragraph', icon: Pilcrow },
  { level: 1, name: 'Large heading', icon: Heading1 },
  { level: 2, name: 'Heading', icon: Heading2 },
  { level: 3, name: 'Small heading', icon: Heading3 },
];
const marks = [
  { mark: 'bold', name: 'Bold', icon: Bold },
  { mark: 'italic', name: 'Italic', icon: Italic },
  { mark: 'underline', name: 'Underline', icon: Underline },
  { mark: 'strike', name: 'Strikethrough', icon: Strikethrough },
] as const;

/** What can be done to the text with the cursor in it; at rest while there is none, so that nothing on the page moves. */
export const TextToolbar = memo(function TextToolbar() {
  const text = useActiveText();
  const [linked, setLinked] = useState<{ readonly value: Link | null } | null>(null);
  const editor = text?.editor ?? null;
  const canMark = editor !== null && text?.kind !== 'plain';
  const isRich = editor !== null && text?.kind === 'rich';
  const current = styles.find(({ level }) => level !== null && editor?.isActive('heading', { level })) ?? styles[0];
  const Style = current?.icon ?? Pilcrow;
  return (
    <div role="toolbar" aria-label="Text" className="flex items-center gap-0.5">
      <Menu trigger={<ToolButton label={`Style: ${current?.name ?? ''}`} icon={Style} disabled={!isRich} />}>
        {styles.map(({ level, name, icon }) => (
          <MenuItem
            key={name}
            icon={icon}
            onSelect={() =>
              level === null
                ? editor?.chain().focus().setParagraph().run()
                : editor?.chain().focus().setHeading({ level }).run()
            }
          >
            {name}
          </MenuItem>
        ))}
      </Menu>
      {marks.map(({ mark, name, icon }) => (
        <ToolButton
          key={mark}
          label={name}
          icon={icon}
          disabled={!canMark}
          pressed={editor?.isActive(mark) ?? false}
          onClick={() => editor?.chain().focus().toggleMark(mark).run()}
        />
      ))}
      <ColorMenu editor={canMark ? editor : null} />
      <ToolButton
        label="Link"
        icon={Link2}
        disabled={!canMark}
        pressed={editor?.isActive('link') ?? false}
        onClick={() => setLinked({ value: linkIn(editor) })}
      />
      <ToolButton
        label="Bulleted list"
        icon={List}
        disabled={!isRich}
        pressed={editor?.isActive('bulletList') ?? false}
        onClick={() => editor?.chain().focus().toggleBulletList().run()}
      />
      <ToolButton
        label="Numbered list"
        icon={ListOrdered}
        disabled={!isRich}
        pressed={editor?.isActive('orderedList') ?? false}
        onClick={() => editor?.chain().focus().toggleOrderedList().run()}
      />
      <VariableMenu editor={editor} />
      {editor && <FallbackField editor={editor} />}
      {linked && editor && (
        <LinkDialog
          value={linked.value}
          onClose={() => close(editor)}
          onSave={(link) => {
            setLink(editor, link);
            close(editor);
          }}
          onRemove={
            linked.value
              ? () => {
                  editor.chain().extendMarkRange('link').unsetMark('link').run();
                  close(editor);
                }
              : null
          }
        />
      )}
    </div>
  );

  function close(open: Editor) {
    setLinked(null);
    // Once the dialog has given the focus back.
    setTimeout(() => open.isDestroyed || open.commands.focus(), 0);
  }
});

interface ToolButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly pressed?: boolean;
}

function ToolButton({ label, icon: Icon, pressed, className, ...props }: ToolButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      // The selection in the text must stay.
      onMouseDown={(event) => {
        event.preventDefault();
        props.onMouseDown?.(event);
      }}
      className={cn(
        'flex size-8 shrink-0 items-center justify-center rounded-sm text-muted enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-40 pointer-coarse:size-11 [&_svg]:size-4',
        pressed && 'bg-accent-soft text-accent enabled:hover:text-accent',
        className,
      )}
    >
      <Icon aria-hidden />
    </button>
  );
}

function ColorMenu({ editor }: { editor: Editor | null }) {
  const choose = (color: ColorChoice) => {
    const chain = editor?.chain().focus();
    if (color === 'brand') chain?.unsetMark('color').run();
    else chain?.setMark('color', { color }).run();
  };
  return (
    <Menu trigger={<ToolButton label="Text color" icon={Palette} disabled={editor === null} />}>
      <MenuItem onSelect={() => choose('brand')}>Color of the block</MenuItem>
      {colorRoles.map((role) => (
        <MenuItem key={role} onSelect={() => choose(role)}>
          <Swatch role={role} />
          {colorNames[role]}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Swatch({ role }: { role: (typeof colorRoles)[number] }) {
  const { colors } = useBrand();
  return (
    <span
      aria-hidden
      className="size-4 rounded-sm border border-line-strong"
      style={{ background: colors.light[role] }}
    />
  );
}

function VariableMenu({ editor }: { editor: Editor | null }) {
  const store = useEditorStore();
  const selectedId = useEditorState((state) => state.selectedId);
  const variables = useBlockVariables(store.block(selectedId));
  return (
    <Menu
      className="max-h-96"
      trigger={<ToolButton label="Insert variable" icon={Braces} disabled={editor === null} />}
    >
      {variables.map(({ name, label }) => (
        <MenuItem
          key={name}
          onSelect={() =>
            editor
              ?.chain()
              .focus()
              .insertContent({ type: 'variable', attrs: { name, fallback: '' } })
              .run()
          }
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** What stands in for the variable that is selected, where a person has no value. */
function FallbackField({ editor }: { editor: Editor }) {
  const id = useId();
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'variable') return null;
  const fallback: unknown = selection.node.attrs['fallback'];
  return (
    <div className="ms-2 flex items-center gap-2 text-sm">
      <label htmlFor={id}>If empty</label>
      <Input
        id={id}
        className="w-36"
        value={typeof fallback === 'string' ? fallback : ''}
        maxLength={500}
        onChange={({ target }) => {
          const { tr } = editor.state;
          tr.setNodeAttribute(selection.from, 'fallback', target.value);
          editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, selection.from)));
        }}
      />
    </div>
  );
}

function linkIn(editor: Editor | null): Link | null {
  const link: unknown = editor?.getAttributes('link')['link'];
  return (link as Link | undefined) ?? null; // what our own mark holds
}

/** On what is selected, or on the link the cursor is in; with neither, the address itself is inserted. */
function setLink(editor: Editor, link: Link): void {
  const mark = { type: 'link', attrs: { link } };
  if (!editor.state.selection.empty) editor.chain().setMark('link', { link }).run();
  else if (editor.isActive('link')) editor.chain().extendMarkRange('link').setMark('link', { link }).run();
  else {
    const words = link.to === 'address' ? link.address.replace(/^https?:\/\//, '') : 'Link';
    editor
      .chain()
      .insertContent({ type: 'text', text: words, marks: [mark] })
      .run();
  }
}
