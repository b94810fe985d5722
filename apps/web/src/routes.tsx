import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useWriting } from './shared/format.ts';
import { useProduct } from './shared/product.ts';
import { useSession } from './shared/session.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { Permitted } from './shell/permitted.tsx';
import { Shell } from './shell/shell.tsx';
import { InOrganization, SignedIn, ToLastOrganization } from './shell/signed-in.tsx';

const OperatorShell = lazy(async () => ({ default: (await import('./shell/operator-shell.tsx')).OperatorShell }));

export function Routes() {
  const { publicRoutes } = useProduct();
  return (
    <Suspense fallback={null}>
      <Switch>
        {publicRoutes.map(({ path, page }) => (
          <Route key={path} path={path} component={page} />
        ))}
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
        <Route path="/operator" nest>
          <SignedIn>
            <OperatorShell>
              <OperatorPages />
            </OperatorShell>
          </SignedIn>
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

function OperatorPages() {
  const { operatorRoutes } = useProduct();
  const { operator } = useSession();
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {operatorRoutes.map(
          ({ path, page, needsPlans }) =>
            (!needsPlans || operator?.seesPlans) && <Route key={path} path={path} component={page} />,
        )}
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Pages() {
  const { routes } = useProduct();
  useWriting(); // every page is drawn again when dates and numbers are to be written in another way
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {routes.map(({ path, page: Page, needs }) => (
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
