export const trail = [
  { name: 'Templates', href: '/templates' },
  { name: 'Saved blocks', href: '/templates/saved-blocks' },
];
