import type { SessionView } from '@engagex/domain/accounts';
import type { InputOf, Noun, OutputOf, RouteDefinition } from '@engagex/domain/shared';
import {
  infiniteQueryOptions,
  MutationCache,
  type Query,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  type UseMutationOptions,
} from '@tanstack/react-query';
import { ApiError } from './api-error.ts';
import { request } from './http.ts';
import { organizationInUrl } from './organization.ts';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => void afterRefusal(error, query) }),
  mutationCache: new MutationCache({ onError: (error) => void afterRefusal(error) }),
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (failures, error) => failures < 2 && mayPassByItself(error) },
    mutations: { networkMode: 'always' },
  },
});

/**
 * Query options for one operation, under the key `[route.id, organization, input]`.
 *
 *     const contact = useQuery(routeQuery(contactsRoutes.get, { id }))
 */
export function routeQuery<R extends RouteDefinition>(route: R, input: InputOf<R>) {
  return queryOptions({
    queryKey: [route.id, organizationInUrl(), input] as const,
    queryFn: ({ signal }) => request(route, input, { signal }),
  });
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
type ItemOf<R extends RouteDefinition> = OutputOf<R> extends { items: readonly (infer Item)[] } ? Item : never;

/**
 * The same for an operation that answers in pages; `data` is all rows loaded so far. Give the result to `DataTable`:
 *
 *     const contacts = useInfiniteQuery(routePages(contactsRoutes.list, { search }))
 *     <DataTable query={contacts} … />
 */
export function routePages<R extends RouteDefinition>(route: R, input: Omit<InputOf<R>, 'cursor'>) {
  return infiniteQueryOptions({
    queryKey: [route.id, organizationInUrl(), input, 'pages'] as const,
    queryFn: async ({ pageParam, signal }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the input with the cursor put back
      const pageInput = { ...input, cursor: pageParam ?? undefined } as unknown as InputOf<R>;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ItemOf is never unless the answer is a page
      return (await request(route, pageInput, { signal })) as unknown as Page<ItemOf<R>>;
    },
    initialPageParam: null as string | null, // widened: later cursors are text
    getNextPageParam: (page) => page.nextCursor,
    select: (data): ItemOf<R>[] => data.pages.flatMap((page) => page.items),
  });
}

/**
 * A mutation of one operation that refreshes what it may have changed: its own noun, and those in `touches`.
 *
 *     const rename = useRouteMutation(groupsRoutes.update, { onSuccess: close })
 *     rename.mutate({ id, name })
 */
export function useRouteMutation<R extends RouteDefinition>(
  route: R,
  { touches = [], onSuccess, ...options }: RouteMutationOptions<R> = {},
) {
  return useMutation({
    ...options,
    mutationFn: (input: InputOf<R>) => request(route, input),
    onSuccess: (...success) => {
      for (const noun of [nounOf(route.id), ...touches]) void invalidateNoun(noun);
      return onSuccess?.(...success);
    },
  });
}

type RouteMutationOptions<R extends RouteDefinition> = Omit<
  UseMutationOptions<OutputOf<R>, Error, InputOf<R>>,
  'mutationFn'
> & {
  readonly touches?: readonly Noun[];
};

/**
 * Marks everything read through `<noun>.…` operations as stale, and the overviews that count it; what is on screen is
 * fetched again. With ids, only what was read of one of these.
 */
export function invalidateNoun(noun: string, ids?: ReadonlySet<string | null>): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey: [id, , input] }) => {
      if (typeof id !== 'string') return false;
      if (nounOf(id) === noun) return !ids || ids.has(null) || ids.has(idIn(input));
      return (
        !ids && (id === 'analytics.events' ? ofEvents.has(noun) : nounOf(id) === 'analytics' && !ofEvents.has(noun))
      );
    },
  });
}

/** Changes that come by the second while events arrive; of the overviews only the one of events counts them. */
const ofEvents: ReadonlySet<string> = new Set(['event-stages', 'events', 'explore', 'failed-events']);

function idIn(input: unknown): string | null {
  return input && typeof input === 'object' && 'id' in input && typeof input.id === 'string' ? input.id : null;
}

function nounOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

function mayPassByItself(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

/** How long a query that was refused twice in a row is left alone. */
const askAgainAfter = 10_000;
const askedAgain = new Map<string, number>();

/**
 * A 401 may mean that another tab has just renewed the session, whose old id this request still carried. So the session
 * is asked for first: if somebody is signed in, the query is fetched again, once; a write is left to the person.
 */
async function afterRefusal(error: Error, query?: Query<unknown, unknown>): Promise<void> {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (!(await isStillSignedIn()) || !query) return;
  const last = askedAgain.get(query.queryHash) ?? 0;
  if (Date.now() - last < askAgainAfter) return;
  askedAgain.set(query.queryHash, Date.now());
  await queryClient.refetchQueries({ queryKey: query.queryKey, exact: true });
}

/** Asks who is signed in and forgets everything when nobody is. Who asks meanwhile gets the same answer. */
export async function isStillSignedIn(): Promise<boolean> {
  const before = queryClient.getQueryData<SessionView | null>(sessionKey);
  await queryClient.refetchQueries({ queryKey: sessionKey, exact: true }, { cancelRefetch: false });
  const now = queryClient.getQueryData<SessionView | null>(sessionKey);
  if (before && now && before.user.id !== now.user.id) location.reload(); // somebody else signed in on another tab
  if (now !== null) return true; // undefined is not known, which is no reason to forget
  forgetSession();
  return false;
}

/** The key of who is signed in, the one thing read that belongs to no organization. */
export const sessionKey = ['session'] as const;

/** Forgets who was signed in and all they saw. The page then sends to sign-in and comes back here afterwards. */
function forgetSession(): void {
  queryClient.setQueryData(sessionKey, null);
  forgetWhatWasRead();
}

export function forgetWhatWasRead(): void {
  queryClient.removeQueries({ predicate: ({ queryKey: [id] }) => id !== sessionKey[0] });
}
