import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { Shell } from './shell/shell.tsx';
import { InOrganization, SignedIn, ToLastOrganization } from './shell/signed-in.tsx';

const SignInPage = lazy(async () => ({
  default: (await import('./features/accounts/sign-in-page.tsx')).SignInPage,
}));
const SignUpPage = lazy(async () => ({
  default: (await import('./features/accounts/sign-up-page.tsx')).SignUpPage,
}));

/** The pages of an organization, by path below `/o/:organizationId`. Each is a file of its own in the browser. */
const pages: Readonly<Record<string, ComponentType>> = {
  '/': lazy(async () => ({ default: (await import('./features/home/home-page.tsx')).HomePage })),
  '/campaigns': lazy(async () => ({
    default: (await import('./features/campaigns/campaigns-page.tsx')).CampaignsPage,
  })),
  '/campaigns/new': lazy(async () => ({
    default: (await import('./features/campaigns/new-campaign-page.tsx')).NewCampaignPage,
  })),
  '/campaigns/:id/edit': lazy(async () => ({
    default: (await import('./features/campaigns/campaign-editor-page.tsx')).CampaignEditorPage,
  })),
  '/campaigns/:id': lazy(async () => ({
    default: (await import('./features/campaigns/campaign-report-page.tsx')).CampaignReportPage,
  })),
  '/templates': lazy(async () => ({
    default: (await import('./features/templates/templates-page.tsx')).TemplatesPage,
  })),
  '/templates/new': lazy(async () => ({
    default: (await import('./features/templates/new-template-page.tsx')).NewTemplatePage,
  })),
  '/templates/:id': lazy(async () => ({
    default: (await import('./features/templates/template-page.tsx')).TemplatePage,
  })),
  '/contacts': lazy(async () => ({
    default: (await import('./features/contacts/contacts-page.tsx')).ContactsPage,
  })),
  '/contacts/import': lazy(async () => ({
    default: (await import('./features/contacts/import-page.tsx')).ImportPage,
  })),
  '/contacts/imports': lazy(async () => ({
    default: (await import('./features/contacts/imports-page.tsx')).ImportsPage,
  })),
  '/contacts/imports/:id': lazy(async () => ({
    default: (await import('./features/contacts/import-report-page.tsx')).ImportReportPage,
  })),
  '/contacts/:id': lazy(async () => ({
    default: (await import('./features/contacts/contact-page.tsx')).ContactPage,
  })),
  '/groups': lazy(async () => ({
    default: (await import('./features/contacts/groups-page.tsx')).GroupsPage,
  })),
};

export function Routes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/sign-up" component={SignUpPage} />
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
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {Object.entries(pages).map(([path, Page]) => (
          <Route key={path} path={path} component={Page} />
        ))}
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
