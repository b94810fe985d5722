const problems: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'single-sign-on.refused': 'The provider did not let you in, or you came back another way. Try again.',
    'single-sign-on.failed': 'What the provider answered did not add up, so nobody was signed in. Try again.',
    'single-sign-on.issuer':
      'The provider cannot be reached right now. Try again in a moment, or ask an owner of your organization.',
    'single-sign-on.unverified': 'The provider did not confirm your email address. Confirm it there, then try again.',
    'single-sign-on.domain': 'This organization lets nobody in with your address. Ask its owner.',
    'single-sign-on.removed': 'You are no longer a member of this organization. Ask its owner to invite you again.',
    'single-sign-on.other-way':
      'There is an account with your address that came another way. Give it a password through “Forgot your password?”, then try again.',
    'provider.not-found':
      'There is no single sign-on at this address. Ask an owner of your organization for the right one.',
  }),
);

/** What went wrong on the way back from a provider, by the code the address of the page carries. */
export function signInProblem(search: string): string | null {
  const code = new URLSearchParams(search).get('problem');
  return code === null ? null : (problems.get(code) ?? 'Signing in through the provider did not work. Try again.');
}
