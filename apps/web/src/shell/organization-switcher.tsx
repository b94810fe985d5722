import { type OrganizationOfUser, roleNames } from '@engagex/domain/accounts';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { lazy, Suspense, useState, type ComponentProps } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { switchOrganization, useOrganization, useSession } from '../shared/session.ts';
import { cn } from '../ui/class-names.ts';
import { Avatar } from '../ui/avatar.tsx';
import { notifyFailure } from '../ui/toast.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';

const NewOrganizationDialog = lazy(async () => ({
  default: (await import('../features/organization/index.ts')).NewOrganizationDialog,
}));

/** Which organization this page is about, and the way to the others. */
export function OrganizationSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const { organizations } = useSession();
  const current = useOrganization();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <Menu trigger={<SwitcherButton organization={current} isCollapsed={isCollapsed} />} className="w-64">
        <MenuChoice
          label="Organizations"
          value={current.id}
          options={organizations.map(({ id, name, role, logo }) => ({
            value: id,
            label: (
              <span className="flex items-center gap-2">
                <Avatar name={name} picture={logo} />
                <span className="min-w-0">
                  <span className="block truncate">{name}</span>
                  <span className="block text-sm text-muted">{roleNames[role]}</span>
                </span>
              </span>
            ),
          }))}
          onChange={(id) =>
            void switchOrganization(id).then(
              () => navigate(`/o/${id}`),
              notifyFailure('The organization was not switched'),
            )
          }
        />
        <MenuSeparator />
        <MenuItem icon={Plus} onSelect={() => setIsCreating(true)}>
          New organization…
        </MenuItem>
      </Menu>
      <Suspense fallback={null}>{isCreating && <NewOrganizationDialog open onOpenChange={setIsCreating} />}</Suspense>
    </>
  );
}

type SwitcherButtonProps = ComponentProps<'button'> & { organization: OrganizationOfUser; isCollapsed: boolean };

function SwitcherButton({ organization, isCollapsed, className, ...props }: SwitcherButtonProps) {
  const { name, role, logo } = organization;
  return (
    <button
      type="button"
      {...props}
      aria-label={`Organization: ${name}`}
      className={cn(
        'flex shrink-0 items-center gap-2 rounded-md text-left transition-colors hover:bg-hover data-popup-open:bg-hover',
        !isCollapsed && '-m-1 p-1',
        className,
      )}
    >
      <Avatar name={name} picture={logo} />
      {!isCollapsed && (
        <>
          <span className="min-w-0 flex-1 leading-tight">
            <span className="block truncate font-semibold">{name}</span>
            <span className="block truncate text-xs text-muted">{roleNames[role]}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </>
      )}
    </button>
  );
}
