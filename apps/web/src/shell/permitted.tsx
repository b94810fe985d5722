import { type Permission, permissionsOf, roleNames } from '@engagex/domain/accounts';
import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOrganization } from '../shared/session.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Card, CardBody } from '../ui/card.tsx';
import { Page, PageHeader } from '../ui/page.tsx';
import { NotFoundPage } from './not-found-page.tsx';

/** A page for those whose role opens it; the others are told so instead of being refused at its first button. */
export function Permitted({ needs, children }: { needs: Permission | undefined; children: ReactNode }) {
  const { role, can } = useOrganization();
  if (!needs || can.includes(needs)) return children;
  // The role has it and nobody here does: such as billing, where organizations do not pay.
  if (permissionsOf(role).includes(needs)) return <NotFoundPage />;
  return (
    <Page>
      <PageHeader title="Not part of your role" />
      <Card>
        <CardBody className="flex flex-col items-center gap-4 py-12 text-center">
          <LockKeyhole aria-hidden className="size-8 text-muted" />
          <p className="max-w-md text-muted">
            You are {articleFor(roleNames[role])} {roleNames[role].toLowerCase()} in this organization, which does not
            include this page. Ask an owner or admin if you need access.
          </p>
          <ButtonLink href="/" variant="primary">
            Go home
          </ButtonLink>
        </CardBody>
      </Card>
    </Page>
  );
}

function articleFor(word: string): string {
  return /^[AEIOU]/.test(word) ? 'an' : 'a';
}
