/** Who may import whom; ARCHITECTURE.md shows the same as a table. */
const test = '(\\.test\\.tsx?$|/testing/)';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'A cycle means two things are one, or that something is in the wrong place.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'domain-is-pure',
      'libs/domain runs in Node and in the browser: zod and liquidjs only.',
      { path: '^libs/domain/src', pathNot: test },
      { pathNot: ['^libs/domain/src', 'node_modules/(zod|liquidjs)/'] },
    ),
    forbid(
      'tenancy-knows-no-feature',
      'libs/tenancy is below everything.',
      { path: '^libs/tenancy/src', pathNot: test },
      { path: '^(apps|tools|migrations|libs/domain)/' },
    ),
    forbid(
      'web-talks-http',
      'The web knows the contracts, not the servers.',
      { path: '^apps/web/src' },
      { path: '^(apps/(api|bff)|libs/tenancy|migrations|tools)/' },
    ),
    forbid(
      'web-one-way',
      'shared and ui are below features.',
      { path: '^apps/web/src/(ui|shared)/' },
      { path: '^apps/web/src/(features|shell|app|routes|main)' },
    ),
    forbid(
      'web-features-apart',
      'A feature never reaches into another.',
      { path: '^apps/web/src/features/([^/]+)/' },
      { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    ),
    forbid(
      'bff-talks-http',
      'The BFF reaches the API over HTTP.',
      { path: '^apps/bff/src', pathNot: test },
      { path: '^(apps/(api|web)|libs/tenancy|migrations|tools)/' },
    ),
    forbid(
      'features-through-the-door',
      'Another feature is used through its index.ts.',
      { path: '^apps/api/src/features/([^/]+)/', pathNot: test },
      {
        path: '^apps/api/src/features/',
        pathNot: ['^apps/api/src/features/$1/', '^apps/api/src/features/[^/]+/index\\.ts$'],
      },
    ),
    forbid(
      'features-use-ports',
      'A feature never knows which adapter is behind a port.',
      { path: '^apps/api/src/features/', pathNot: test },
      { path: '^apps/api/src/adapters/' },
    ),
    forbid(
      'adapters-are-leaves',
      'An adapter knows its port and its vendor.',
      { path: '^apps/api/src/adapters/', pathNot: test },
      { path: '^apps/api/src/(features|platform)/' },
    ),
    forbid(
      'vendors-behind-ports',
      'Only adapters import what leaves the process.',
      { path: '^apps/api/src/', pathNot: ['^apps/api/src/adapters/', test] },
      { path: 'node_modules/(nodemailer|@sendgrid)/' },
    ),
    forbid(
      'platform-knows-no-feature',
      'The platform is below the features.',
      { path: '^apps/api/src/(platform|ports)/' },
      { path: '^apps/api/src/(features|adapters)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    progress: { type: 'none' },
  },
};
