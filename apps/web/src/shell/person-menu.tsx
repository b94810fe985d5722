import { CircleUserRound, Keyboard, LogOut, ServerCog, Settings } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useLocation } from 'wouter';
import { signOut, useSession } from '../shared/session.ts';
import { useTheme } from '../shared/theme.ts';
import { cn } from '../ui/class-names.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { notifyFailure } from '../ui/toast.tsx';
import { themes } from './themes.ts';

/** Who is signed in, what they prefer, and the way out. */
export function PersonMenu({ isCollapsed, onKeys }: { isCollapsed: boolean; onKeys: () => void }) {
  const { user, operator } = useSession();
  const [theme, setTheme] = useTheme();
  const [, go] = useLocation();
  return (
    <Menu
      trigger={<PersonButton name={user.name} email={user.email} isCollapsed={isCollapsed} />}
      side="top"
      className="w-56"
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-sm text-muted">{user.email}</p>
      </div>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} options={themes} onChange={setTheme} />
      <MenuSeparator />
      <MenuItem icon={Settings} onSelect={() => go('/settings/you')}>
        Your settings
      </MenuItem>
      {operator && (
        <MenuItem icon={ServerCog} onSelect={() => go('~/operator')}>
          Installation
        </MenuItem>
      )}
      <MenuItem icon={Keyboard} onSelect={onKeys}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut().catch(notifyFailure('You are still signed in'))}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

type PersonButtonProps = ComponentProps<'button'> & { name: string; email: string; isCollapsed: boolean };

function PersonButton({ name, email, isCollapsed, className, ...props }: PersonButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-label={`You: ${name}`}
      className={cn(
        'flex shrink-0 items-center gap-2 rounded-md text-left transition-colors hover:bg-hover data-popup-open:bg-hover',
        !isCollapsed && '-m-1 p-1',
        className,
      )}
    >
      <span className="flex size-8 shrink-0 items-center justify-center text-muted">
        <CircleUserRound aria-hidden className="size-5" />
      </span>
      {!isCollapsed && (
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-xs text-muted">{email}</span>
        </span>
      )}
    </button>
  );
}
