import type { Feature } from '../../shared/feature.ts';

export const accounts: Feature = {
  pages: [
    {
      path: '/settings/sign-in',
      load: async () => (await import('./sign-in-policy-page.tsx')).SignInPolicyPage,
      needs: 'sign-in-policy:read',
      settings: { name: 'Sign-in', place: 22, group: 'access' },
      palette: 'Sign-in',
    },
    {
      path: '/settings/you',
      load: async () => (await import('./profile-page.tsx')).ProfilePage,
      settings: { name: 'You', place: 90, group: 'personal' },
      palette: 'Your account',
    },
  ],
  publicPages: [
    { path: '/sign-in', load: async () => (await import('./sign-in-page.tsx')).SignInPage },
    { path: '/sign-in/second-factor', load: async () => (await import('./second-factor-page.tsx')).SecondFactorPage },
    { path: '/sign-in/link', load: async () => (await import('./link-account-page.tsx')).LinkAccountPage },
    { path: '/confirm-address', load: async () => (await import('./confirm-address-page.tsx')).ConfirmAddressPage },
    { path: '/sign-up', load: async () => (await import('./sign-up-page.tsx')).SignUpPage },
    { path: '/forgot-password', load: async () => (await import('./forgot-password-page.tsx')).ForgotPasswordPage },
    { path: '/reset-password', load: async () => (await import('./reset-password-page.tsx')).ResetPasswordPage },
    { path: '/invitation', load: async () => (await import('./invitation-page.tsx')).InvitationPage },
  ],
  things: {
    profile: { name: 'Members’ names' },
    password: { name: 'Passwords' },
    address: { name: 'Members’ email addresses' },
    'single-sign-on': { name: 'Single sign-on' },
    'sign-in-policy': { name: 'Sign-in policy' },
  },
  actions: {
    'invited.sign-up': 'Signed up with the invitation of',
    'sign-in-policy.update': 'Changed the sign-in policy',
    'identity.sign-up': 'Signed up and created the organization',
    'profile.update': 'Changed their name or language',
    'address.confirm': 'Confirmed their email address',
    'single-sign-on.arrive': 'Joined through single sign-on',
    'single-sign-on.test': 'Tested single sign-on',
    'single-sign-on.link': 'Linked their account to single sign-on',
    'password.change': 'Changed their password',
    'password.reset': 'Reset their password by email',
  },
};
