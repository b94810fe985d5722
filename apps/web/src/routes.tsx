import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import type { Permission } from '@engagex/domain/accounts';
import { useWriting } from './shared/format.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { Permitted } from './shell/permitted.tsx';
import { Shell } from './shell/shell.tsx';
import { InOrganization, SignedIn, ToLastOrganization } from './shell/signed-in.tsx';

const SignInPage = lazy(async () => ({
  default: (await import('./features/accounts/sign-in-page.tsx')).SignInPage,
}));
const SignUpPage = lazy(async () => ({
  default: (await import('./features/accounts/sign-up-page.tsx')).SignUpPage,
}));

const ForgotPasswordPage = lazy(async () => ({
  default: (await import('./features/accounts/forgot-password-page.tsx')).ForgotPasswordPage,
}));
const ResetPasswordPage = lazy(async () => ({
  default: (await import('./features/accounts/reset-password-page.tsx')).ResetPasswordPage,
}));
const InvitationPage = lazy(async () => ({
  default: (await import('./features/accounts/invitation-page.tsx')).InvitationPage,
}));

const SecondFactorPage = lazy(async () => ({
  default: (await import('./features/accounts/second-factor-page.tsx')).SecondFactorPage,
}));
const LinkAccountPage = lazy(async () => ({
  default: (await import('./features/accounts/link-account-page.tsx')).LinkAccountPage,
}));
const ConfirmAddressPage = lazy(async () => ({
  default: (await import('./features/accounts/confirm-address-page.tsx')).ConfirmAddressPage,
}));

interface PageOfOrganization {
  readonly page: ComponentType;
  /** What a role needs to open it. */
  readonly needs?: Permission;
}

/** The pages of an organization, by path below `/o/:organizationId`. Each is a file of its own in the browser. */
const pages: Readonly<Record<string, PageOfOrganization>> = {
  '/': {
    page: lazy(async () => ({ default: (await import('./features/home/home-page.tsx')).HomePage })),
  },
  '/campaigns': {
    page: lazy(async () => ({ default: (await import('./features/campaigns/campaigns-page.tsx')).CampaignsPage })),
    needs: 'campaigns:read',
  },
  '/campaigns/new': {
    page: lazy(async () => ({ default: (await import('./features/campaigns/new-campaign-page.tsx')).NewCampaignPage })),
    needs: 'campaigns:write',
  },
  '/campaigns/calendar': {
    page: lazy(async () => ({ default: (await import('./features/campaigns/calendar-page.tsx')).CalendarPage })),
    needs: 'campaigns:read',
  },
  '/campaigns/why': {
    page: lazy(async () => ({ default: (await import('./features/deliveries/why-page.tsx')).WhyPage })),
    needs: 'contacts:read',
  },
  '/campaigns/messages': {
    page: lazy(async () => ({ default: (await import('./features/messages/messages-page.tsx')).MessagesPage })),
    needs: 'messages:read',
  },
  '/campaigns/messages/:id': {
    page: lazy(async () => ({ default: (await import('./features/messages/message-page.tsx')).MessagePage })),
    needs: 'messages:read',
  },
  '/campaigns/:id/edit': {
    page: lazy(async () => ({
      default: (await import('./features/campaign-editor/campaign-editor-page.tsx')).CampaignEditorPage,
    })),
    needs: 'campaigns:write',
  },
  '/campaigns/:id/approval': {
    page: lazy(async () => ({ default: (await import('./features/approvals/approval-page.tsx')).ApprovalPage })),
    needs: 'campaigns:write',
  },
  '/campaigns/:id': {
    page: lazy(async () => ({
      default: (await import('./features/campaign-report/campaign-report-page.tsx')).CampaignReportPage,
    })),
    needs: 'reports:read',
  },
  '/templates': {
    page: lazy(async () => ({ default: (await import('./features/templates/templates-page.tsx')).TemplatesPage })),
    needs: 'templates:read',
  },
  '/templates/new': {
    page: lazy(async () => ({ default: (await import('./features/templates/new-template-page.tsx')).NewTemplatePage })),
    needs: 'templates:write',
  },
  '/templates/:id': {
    page: lazy(async () => ({ default: (await import('./features/templates/template-page.tsx')).TemplatePage })),
    needs: 'templates:read',
  },
  '/contacts': {
    page: lazy(async () => ({ default: (await import('./features/contacts/contacts-page.tsx')).ContactsPage })),
    needs: 'contacts:read',
  },
  '/contacts/suppressed': {
    page: lazy(async () => ({
      default: (await import('./features/suppressions/suppressions-page.tsx')).SuppressionsPage,
    })),
    needs: 'contacts:read',
  },
  '/contacts/forms': {
    page: lazy(async () => ({ default: (await import('./features/forms/forms-page.tsx')).FormsPage })),
    needs: 'contacts:read',
  },
  '/contacts/attributes': {
    page: lazy(async () => ({ default: (await import('./features/attributes/attributes-page.tsx')).AttributesPage })),
    needs: 'contacts:read',
  },
  '/contacts/bulk': {
    page: lazy(async () => ({
      default: (await import('./features/bulk-actions/bulk-actions-page.tsx')).BulkActionsPage,
    })),
    needs: 'contacts:read',
  },
  '/contacts/import': {
    page: lazy(async () => ({ default: (await import('./features/imports/import-page.tsx')).ImportPage })),
    needs: 'contacts:write',
  },
  '/contacts/exports': {
    page: lazy(async () => ({ default: (await import('./features/exports/exports-page.tsx')).ExportsPage })),
    needs: 'contacts:read',
  },
  '/contacts/imports': {
    page: lazy(async () => ({ default: (await import('./features/imports/imports-page.tsx')).ImportsPage })),
    needs: 'contacts:read',
  },
  '/contacts/imports/:id': {
    page: lazy(async () => ({
      default: (await import('./features/imports/import-report-page.tsx')).ImportReportPage,
    })),
    needs: 'contacts:read',
  },
  '/contacts/:id': {
    page: lazy(async () => ({ default: (await import('./features/contacts/contact-page.tsx')).ContactPage })),
    needs: 'contacts:read',
  },
  '/groups': {
    page: lazy(async () => ({ default: (await import('./features/groups/groups-page.tsx')).GroupsPage })),
    needs: 'contacts:read',
  },
  '/segments': {
    page: lazy(async () => ({ default: (await import('./features/segments/segments-page.tsx')).SegmentsPage })),
    needs: 'contacts:read',
  },
  '/segments/new': {
    page: lazy(async () => ({ default: (await import('./features/segments/new-segment-page.tsx')).NewSegmentPage })),
    needs: 'contacts:write',
  },
  '/segments/:id': {
    page: lazy(async () => ({ default: (await import('./features/segments/segment-page.tsx')).SegmentPage })),
    needs: 'contacts:read',
  },
  '/settings': {
    page: lazy(async () => ({
      default: (await import('./features/accounts/organization-page.tsx')).OrganizationPage,
    })),
    needs: 'organization:read',
  },
  '/settings/members': {
    page: lazy(async () => ({ default: (await import('./features/accounts/members-page.tsx')).MembersPage })),
    needs: 'members:read',
  },
  '/settings/topics': {
    page: lazy(async () => ({ default: (await import('./features/topics/topics-page.tsx')).TopicsPage })),
    needs: 'contacts:read',
  },
  '/settings/transports': {
    page: lazy(async () => ({ default: (await import('./features/transports/transports-page.tsx')).TransportsPage })),
    needs: 'transports:read',
  },
  '/settings/pressure': {
    page: lazy(async () => ({ default: (await import('./features/pressure/pressure-page.tsx')).PressurePage })),
    needs: 'campaigns:read',
  },
  '/settings/api-keys': {
    page: lazy(async () => ({ default: (await import('./features/accounts/api-keys-page.tsx')).ApiKeysPage })),
    needs: 'api-keys:read',
  },
  '/settings/sign-in': {
    page: lazy(async () => ({
      default: (await import('./features/accounts/sign-in-policy-page.tsx')).SignInPolicyPage,
    })),
    needs: 'sign-in-policy:read',
  },
  '/settings/audit': {
    page: lazy(async () => ({ default: (await import('./features/audit/audit-page.tsx')).AuditPage })),
    needs: 'audit:read',
  },
  '/settings/you': {
    page: lazy(async () => ({ default: (await import('./features/accounts/profile-page.tsx')).ProfilePage })),
  },
};

export function Routes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/sign-in/second-factor" component={SecondFactorPage} />
        <Route path="/sign-in/link" component={LinkAccountPage} />
        <Route path="/confirm-address" component={ConfirmAddressPage} />
        <Route path="/sign-up" component={SignUpPage} />
        <Route path="/forgot-password" component={ForgotPasswordPage} />
        <Route path="/reset-password" component={ResetPasswordPage} />
        <Route path="/invitation" component={InvitationPage} />
        <Route path="/">
          <SignedIn>
            <ToLastOrganization />
          </SignedIn>
        </Route>
        <Route path="/o/:organizationId" nest>
          {({ organizationId }) => (
            <SignedIn>
              <InOrganization key={organizationId} id={organizationId}>
                <Shell>
                  <Pages />
                </Shell>
              </InOrganization>
            </SignedIn>
          )}
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Pages() {
  useWriting(); // every page is drawn again when dates and numbers are to be written in another way
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {Object.entries(pages).map(([path, { page: Page, needs }]) => (
          <Route key={path} path={path}>
            <Permitted needs={needs}>
              <Page />
            </Permitted>
          </Route>
        ))}
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
