import { Dialog as Base } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Keyboard, LogOut, Search, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { mentions } from '../shared/mentions.ts';
import { signOut } from '../shared/session.ts';
import { chooseTheme } from '../shared/theme.ts';
import { backdropClass } from '../ui/dialog.tsx';
import { finalFocus } from '../ui/final-focus.ts';
import { Kbd } from '../ui/kbd.tsx';
import { notifyFailure } from '../ui/toast.tsx';
import { useDestinations } from './navigation.ts';
import { usePalettePlaces } from './palette-places.ts';
import { useFound } from './palette-search.ts';
import { themes } from './themes.ts';

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onKeys: () => void;
}

/** ⌘K: go anywhere, find contacts and content, run an action, ask about an address. */
export function CommandPalette({ open, onOpenChange, onKeys }: PaletteProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          finalFocus={finalFocus}
          className="fixed inset-x-0 top-[12dvh] z-40 mx-auto w-[calc(100%-2rem)] max-w-140 overflow-clip rounded-md border border-line bg-raised shadow-raised outline-none"
        >
          <Base.Title className="sr-only">Search and actions</Base.Title>
          <Choices close={() => onOpenChange(false)} onKeys={onKeys} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly aside?: ReactNode;
  readonly run: () => unknown;
}

function Choices({ close, onKeys }: { close: () => void; onKeys: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const groups = useChoices(text.trim(), onKeys);
  const values = groups.flatMap(({ heading, choices }) => choices.map(({ id }) => valueOf(heading, id)));
  return (
    <Command
      label="Search and actions"
      shouldFilter={false}
      value={values.includes(chosen) ? chosen : values[0]}
      onValueChange={setChosen}
    >
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 text-muted" />
        <Command.Input
          value={text}
          onValueChange={(next) => {
            setText(next);
            setChosen('');
          }}
          placeholder="Search or run an action…"
          className="h-11 flex-1 bg-transparent outline-none pointer-coarse:text-lg"
        />
      </div>
      <Command.Empty className="px-4 py-8 text-center text-muted">Nothing found for “{text}”.</Command.Empty>
      <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto">
        {groups.map(({ heading, choices }) => (
          <Command.Group key={heading} heading={heading} className={groupClass}>
            {choices.map((choice) => (
              <ChoiceItem key={choice.id} choice={choice} heading={heading} close={close} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

/** How cmdk tells choices apart. */
const valueOf = (heading: string, id: string) => `${heading} ${id}`;

const groupClass =
  'p-1 **:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:py-1.5 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-muted';

function ChoiceItem({ choice, heading, close }: { choice: Choice; heading: string; close: () => void }) {
  const { id, label, icon: Icon, aside, run } = choice;
  return (
    <Command.Item
      value={valueOf(heading, id)}
      onSelect={() => {
        close();
        run();
      }}
      className="flex cursor-default items-center gap-2.5 rounded-sm px-2 py-2 aria-selected:bg-hover pointer-coarse:py-3"
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-muted" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {aside && <span className="shrink-0 text-sm text-muted">{aside}</span>}
    </Command.Item>
  );
}

/** What can be chosen for this text: what the server found first, then places and actions whose name contains it. */
function useChoices(text: string, onKeys: () => void): { heading: string; choices: readonly Choice[] }[] {
  const [, navigate] = useLocation();
  const places = useDestinations().map(({ name, href, icon, key }): Choice => ({
    id: href,
    label: name,
    icon,
    aside: <Kbd keys={`g ${key}`} />,
    run: () => navigate(href),
  }));
  const found = useFound(text).map(({ heading, items }) => ({
    heading,
    choices: items.map(({ id, label, detail, href }): Choice => ({
      id,
      label,
      aside: detail,
      run: () => navigate(href),
    })),
  }));
  const { pages, beginnings, lookUps } = usePalettePlaces(text);
  const opening = ({ name, href, icon }: { name: string; href: string; icon: LucideIcon }): Choice => ({
    id: href,
    label: name,
    icon,
    run: () => navigate(href),
  });
  const isMentioned = ({ label }: Choice) => mentions(label, text);
  // Pages below those of the navigation come with what is typed; before, they would only make the list long.
  const reachable = text === '' ? places : [...places, ...pages.map(opening)];
  return [
    { heading: 'Look up', choices: lookUps.map(opening) },
    ...found,
    { heading: 'Go to', choices: reachable.filter(isMentioned) },
    { heading: 'Actions', choices: [...beginnings.map(opening), ...actions(onKeys)].filter(isMentioned) },
  ].filter(({ choices }) => choices.length > 0);
}

function actions(onKeys: () => void): readonly Choice[] {
  return [
    ...themes.map(({ value, label, icon }) => ({
      id: `theme-${value}`,
      label: `Theme: ${label.toLowerCase()}`,
      icon,
      run: () => chooseTheme(value),
    })),
    { id: 'keys', label: 'Keyboard shortcuts', icon: Keyboard, aside: <Kbd keys="?" />, run: onKeys },
    {
      id: 'sign-out',
      label: 'Sign out',
      icon: LogOut,
      run: () => signOut().catch(notifyFailure('You are still signed in')),
    },
  ];
}
