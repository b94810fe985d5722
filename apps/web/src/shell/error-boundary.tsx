import { Component, type ReactNode } from 'react';
import { reportError } from '../shared/report-error.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';

interface Props {
  /** Another value gives the children another try: the page's path. */
  readonly forgetOn?: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly shownFor: string | undefined;
}

/** Shown instead of a page that broke. A page whose code is gone since an upgrade only needs to be loaded again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, shownFor: undefined };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ forgetOn }: Props, { shownFor }: State): Partial<State> | null {
    return forgetOn === shownFor ? null : { error: null, shownFor: forgetOn };
  }

  override componentDidCatch(error: Error): void {
    reportError(error);
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const isOutdated = /dynamically imported module|module script/i.test(error.message);
    return (
      <div className="mx-auto flex max-w-140 flex-col gap-3 px-4 py-10">
        <ErrorState
          error={error}
          what={isOutdated ? 'EngageX has been updated.' : 'This page could not be shown.'}
          safe={isOutdated ? 'Reload the page.' : 'What you saved is safe.'}
          {...(!isOutdated && { onRetry: () => this.setState({ error: null }) })}
        />
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    );
  }
}
