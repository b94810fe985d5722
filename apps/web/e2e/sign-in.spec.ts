import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { readSecrets } from '../../../tools/stack/secrets.ts';
import {
  expectAccessible,
  expectNoOverflow,
  go,
  inbox,
  mailedLink,
  password,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

const openOwnSettings = async (page: Page) => {
  await page.getByRole('button', { name: /^You:/ }).click();
  await page.getByRole('menuitem', { name: 'Your settings' }).click();
  await expect(page.getByText('Second factor', { exact: true })).toBeVisible();
};

const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /^You:/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
};

const enterPassword = async (page: Page, email: string) => {
  await page.getByLabel(/email/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const showItIsMe = async (page: Page) => {
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
};

/** At the local provider of `npm start`. */
const comeFromProvider = async (page: Page, email: string) => {
  await expect(page.getByRole('heading', { name: 'Local identity provider' })).toBeVisible();
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('an authenticator app is set up, asked for at the next sign-in, and its codes recover what is lost', async ({
  page,
}) => {
  await signUp(page, 'totp@example.com');
  await openOwnSettings(page);
  await page.getByRole('button', { name: 'Set up app' }).click();
  await expectAccessible(page);
  await page.getByLabel('Your password').fill('not this one');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Wrong password.')).toBeVisible();
  await showItIsMe(page);

  const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await expectAccessible(page);
  await page.getByLabel('Code shown in the app').fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('This code is wrong')).toBeVisible();
  const first = app.generate();
  await page.getByLabel('Code shown in the app').fill(first);
  await page.getByRole('button', { name: 'Turn on' }).click();
  const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(shown).toHaveCount(10);
  const codes = await shown.allTextContents();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have saved them' }).click();
  await expect(page.getByText('On: nobody can sign in with just your password')).toBeVisible();
  await expectAccessible(page);

  await signOut(page);
  await enterPassword(page, 'totp@example.com');
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Code').fill(first); // used already
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('or was already used')).toBeVisible();
  await page.getByLabel('Code').fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();

  await signOut(page);
  await enterPassword(page, 'totp@example.com');
  await page.getByLabel('Code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
  await openOwnSettings(page);
  await expect(page.getByText('9 left, in case you lose your other factors')).toBeVisible();
  await page.getByRole('button', { name: 'Remove app' }).click();
  await showItIsMe(page);
  await expect(page.getByText('Off: anyone who knows your password can sign in')).toBeVisible();
});

/** Chromium's own authenticator, which a person would open with a finger. */
async function withAuthenticator(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return devtools;
}

test('a passkey is the second factor after a password, and signs in without one', async ({ page }) => {
  await withAuthenticator(page);
  await signUp(page, 'passkey@example.com');
  await openOwnSettings(page);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Passkey name').fill('Laptop');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await showItIsMe(page);
  await page.getByRole('button', { name: 'I have saved them' }).click();
  await expect(page.getByText('Passkey “Laptop”')).toBeVisible();
  await expectAccessible(page);

  await signOut(page);
  await enterPassword(page, 'passkey@example.com');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();

  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();

  await openOwnSettings(page);
  await page.getByRole('button', { name: 'Remove passkey Laptop' }).click();
  await showItIsMe(page);
  await expect(page.getByText('Passkey “Laptop” removed')).toBeVisible();
  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('This passkey was not accepted.')).toBeVisible();
});

test('somebody comes through OpenID Connect: as a new user, and as one whose password links the two', async ({
  page,
  browser,
}) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with the local provider' }).click();
  await comeFromProvider(page, 'olga@example.org');
  await expect(page.getByRole('heading', { name: 'Create your organization' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Organization name').fill('Olga and daughters');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await expect(page.getByRole('heading', { name: 'Olga and daughters' })).toBeVisible();

  const other = await (await browser.newContext({ baseURL: url })).newPage();
  await signUp(other, 'linker@example.com');
  await signOut(other);
  await other.getByRole('link', { name: 'Sign in with the local provider' }).click();
  await comeFromProvider(other, 'linker@example.com');
  await expect(other.getByRole('heading', { name: 'Is this your account?' })).toBeVisible();
  await expectAccessible(other);
  await other.getByLabel('Password', { exact: true }).fill('a wrong guess');
  await other.getByRole('button', { name: 'Link and sign in' }).click();
  await expect(other.getByText('Wrong password.')).toBeVisible();
  await other.getByLabel('Password', { exact: true }).fill(password);
  await other.getByRole('button', { name: 'Link and sign in' }).click();
  await expect(other.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();

  await signOut(other);
  await other.getByRole('link', { name: 'Sign in with the local provider' }).click();
  await expect(other.getByRole('heading', { name: 'Local identity provider' })).toBeVisible();
  await other.getByLabel('Email address').fill('unconfirmed@example.com');
  await other.getByLabel('The address is confirmed').uncheck();
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('The provider did not confirm your email address.')).toBeVisible();
});

test('an owner sets up single sign-on, and a colleague comes through it', async ({ page, browser, request }) => {
  await signUp(page, 'sso-owner@example.com');
  const issuer = await issuerOf(page);
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Sign-in' }).click();
  await page.getByLabel('Use our own provider').check();
  await page.getByLabel('Issuer').fill('http://localhost:1');
  await page.getByLabel('Client ID').fill('engagex');
  await page.getByLabel('Client secret', { exact: true }).fill('not the secret of the provider');
  await page.getByLabel('Allowed email domains').fill('not a domain');
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('Enter domains such as example.com.')).toBeVisible();
  await page.getByLabel('Allowed email domains').fill('example.org');
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('No OpenID Connect provider answers at http://localhost:1.')).toBeVisible();
  await page.getByLabel('Issuer').fill(issuer);
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('Sign-in policy saved')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  const start = (await page.getByText(/\/auth\/oidc\/[\w-]+$/).textContent()) ?? '';
  await testWhetherOwnersComeBack(page);

  // The provider refuses the wrong secret, and that is said on the way back.
  const colleague = await (await browser.newContext({ baseURL: url })).newPage();
  await colleague.goto(start);
  await comeFromProvider(colleague, 'worker@example.org');
  await expect(colleague.getByText('so you were not signed in')).toBeVisible();
  expect((await request.get(`${inbox}/api/count`)).ok()).toBe(true);
});

/** Of the local provider of this start. */
function secretOfProvider(): string {
  return readSecrets(process.env['E2E_DATA'] ?? '').identitySecret;
}

/** Nobody makes a provider the only way in that they have not come through themselves. */
async function testWhetherOwnersComeBack(page: Page): Promise<void> {
  const only = page.getByRole('checkbox', { name: 'Single sign-on only' });
  await expect(only).toBeDisabled();
  const test = async () => {
    await page.getByRole('link', { name: 'Test sign-in' }).click();
    await comeFromProvider(page, 'sso-owner@example.org');
  };
  await test();
  await expect(page.getByText('The test failed')).toBeVisible();
  await expect(page.getByText('Check the client ID and the client secret.')).toBeVisible();
  await page.getByLabel('Client secret', { exact: true }).fill(secretOfProvider());
  await expect(page.getByText('Save your changes, then test signing in.')).toBeVisible();
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('Sign-in policy saved')).toBeVisible();
  await test();
  await expect(page.getByText('The test worked')).toBeVisible();
  await expect(page.getByText('sso-owner@example.org')).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await only.check();
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('Sign-in policy saved')).toBeVisible();
  await page.getByLabel('Client secret', { exact: true }).fill('not the secret of the provider');
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('These settings have not been tested.')).toBeVisible();
  await only.uncheck();
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('These settings have not been tested.')).toBeHidden();
  await expect(page.getByText('Sign-in policy saved').last()).toBeVisible();
}

/** Where the local provider of this start is: its button leads there. */
async function issuerOf(page: Page): Promise<string> {
  const started = await page.request.get('/auth/oidc/local', { maxRedirects: 0 });
  return new URL(started.headers()['location'] ?? '').origin;
}

test('an organization requires a second factor, and a member sets one up on the way in', async ({
  page,
  browser,
  request,
}) => {
  await signUpConfirmed(page, 'strict-owner@example.com');
  await openOwnSettings(page);
  await page.getByRole('button', { name: 'Set up app' }).click();
  await showItIsMe(page);
  await turnAppOn(page);
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByLabel('Email address').fill('strict-member@example.com');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('Invitation sent to strict-member@example.com')).toBeVisible();
  await page.getByRole('link', { name: 'Sign-in' }).click();
  await page.getByLabel('Require a second factor for every member').check();
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('Sign-in policy saved')).toBeVisible();

  const member = await (await browser.newContext({ baseURL: url })).newPage();
  await member.goto(await mailedLink(request, 'strict-member@example.com', 'invitation'));
  await member.getByLabel('Your name').fill('Charles Babbage');
  await member.getByLabel('Password', { exact: true }).fill(password);
  await member.getByRole('button', { name: 'Create account and join' }).click();
  await expect(member.getByRole('heading', { name: 'Analytical Engines requires a second factor' })).toBeVisible();
  await expectAccessible(member);
  await member.getByRole('button', { name: 'Set up app' }).click();
  await showItIsMe(member);
  await turnAppOn(member);
  await expect(member.getByRole('heading', { name: 'Analytical Engines', exact: true })).toBeVisible();
});

async function turnAppOn(page: Page): Promise<void> {
  const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
  await page.getByLabel('Code shown in the app').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'I have saved them' }).click();
}

test('another address counts once its mail was answered, and the old one is told', async ({ page, request }) => {
  await signUp(page, 'old-address@example.com');
  await openOwnSettings(page);
  await page.getByLabel('New address').fill('new-address@example.com');
  await page.getByRole('button', { name: 'Change address' }).click();
  await showItIsMe(page);
  await expect(page.getByText('We sent a link to new-address@example.com')).toBeVisible();
  await expectAccessible(page);
  await page.goto(await mailedLink(request, 'new-address@example.com', 'confirm-address'));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await expect(page.getByText('new-address@example.com is confirmed.')).toBeVisible();
  await page.getByRole('link', { name: 'Go to EngageX' }).click();
  await expect(page.getByRole('button', { name: /^You:/ })).toContainText('new-address@example.com');
  const old = (await (await request.get(`${inbox}/api/messages?search=old-address`)).json()) as {
    messages: { subject: string }[];
  }; // the dev inbox's own answer
  expect(old.messages.map(({ subject }) => subject)).toContain('Your address is being changed');
});
