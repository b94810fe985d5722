import { ApiError } from '../shared/api-error.ts';
import { ButtonLink } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { Page, PageHeader } from './page.tsx';

interface FailedPageProps {
  readonly error: unknown;
  /** What was to be shown: "campaign". */
  readonly noun: string;
  /** Where the others are, the nearest last. */
  readonly trail: readonly { readonly name: string; readonly href: string }[];
  readonly onRetry: () => void;
}

/** Instead of a page whose thing could not be loaded: when there is no such thing, with the way back to the others. */
export function FailedPage({ error, noun, trail, onRetry }: FailedPageProps) {
  if (isUnknown(error)) return <MissingPage noun={noun} trail={trail} />;
  return (
    <Page>
      <PageHeader title={capitalized(noun)} trail={trail} />
      <ErrorState error={error} what={`The ${noun} could not be loaded.`} onRetry={onRetry} />
    </Page>
  );
}

/** Instead of a page whose thing is not there. */
export function MissingPage({ noun, trail }: Pick<FailedPageProps, 'noun' | 'trail'>) {
  const back = trail.at(-1);
  return (
    <Page>
      <PageHeader title={`${capitalized(noun)} not found`} trail={trail} />
      <EmptyState
        picture="search"
        action={
          back && (
            <ButtonLink href={back.href} variant="primary">
              Back to {back.name.toLowerCase()}
            </ButtonLink>
          )
        }
      >
        There is no {noun} at this URL. It may have been deleted, or the link may be incomplete.
      </EmptyState>
    </Page>
  );
}

function capitalized(noun: string): string {
  return `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}`;
}

/** An address can also hold something that is no id at all. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.errors.some(({ path }) => path[0] === 'id'));
}
