const problems: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'single-sign-on.refused': 'The provider refused the sign-in, or it was interrupted. Try again.',
    'single-sign-on.failed': 'We could not verify the provider’s answer, so you were not signed in. Try again.',
    'single-sign-on.issuer':
      'The provider cannot be reached right now. Try again in a moment, or ask an owner of your organization.',
    'single-sign-on.unverified': 'The provider did not confirm your email address. Confirm it there, then try again.',
    'single-sign-on.domain': 'Your email address is not allowed to sign in to this organization. Ask its owner.',
    'single-sign-on.removed': 'You are no longer a member of this organization. Ask its owner to invite you again.',
    'single-sign-on.other-way':
      'Your email address already has an account that signs in another way. Set a password for it through “Forgot your password?”, then try again.',
    'provider.not-found':
      'There is no single sign-on at this URL. Ask an owner of your organization for the right one.',
  }),
);

/** What went wrong on the way back from a provider, by the code the address of the page carries. */
export function signInProblem(search: string): string | null {
  const code = new URLSearchParams(search).get('problem');
  return code === null ? null : (problems.get(code) ?? 'Signing in with the provider did not work. Try again.');
}
