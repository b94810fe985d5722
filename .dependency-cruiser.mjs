/** Who may import whom; ARCHITECTURE.md shows the same as a table. */
const TEST = '(\\.(?:test|soak)\\.tsx?$|/testing/|/e2e/)';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The same folder under features/, whichever it is: $1 is what the first group of `from` matched. */
const OWN_API_FEATURE = '^apps/api/src/features/$1/';
const OWN_WEB_FEATURE = '^apps/web/src/features/$1/';

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'A cycle means two things are one, or that something is in the wrong place; one closed by a type alone as well.',
      {},
      { circular: true },
    ),
    forbid(
      'no-unknown-imports',
      'An import that leads nowhere would also lead past every rule below.',
      { path: '^(apps|libs|migrations|tools)/' },
      { couldNotResolve: true },
    ),

    forbid(
      'domain-is-pure',
      'libs/domain runs in Node and in the browser: itself, zod, liquidjs, libphonenumber-js and diff only.',
      { path: '^libs/domain/src', pathNot: TEST },
      { pathNot: ['^libs/domain/src', 'node_modules/(zod|liquidjs|libphonenumber-js|diff)/'] },
    ),
    forbid(
      'domain-shared-knows-no-noun',
      'What all nouns are described with is below every one of them.',
      { path: '^libs/domain/src/shared/', pathNot: TEST },
      { path: '^libs/domain/src/', pathNot: '^libs/domain/src/shared/' },
    ),
    forbid(
      'tenancy-knows-no-feature',
      'libs/tenancy is below everything: the database, Nest and Node only.',
      { path: '^libs/tenancy/src', pathNot: TEST },
      {
        pathNot: ['^libs/tenancy/src', 'node_modules/(typeorm|pg|pg-protocol|@types/pg|@nestjs/common)/'],
        dependencyTypesNot: ['core'],
      },
    ),
    forbid(
      'telemetry-knows-no-feature',
      'libs/telemetry is below everything: prom-client and Node only.',
      { path: '^libs/telemetry/src', pathNot: TEST },
      {
        pathNot: ['^libs/telemetry/(src/|package\\.json$)', 'node_modules/prom-client/'],
        dependencyTypesNot: ['core'],
      },
    ),
    forbid(
      'sdk-stands-alone',
      'What runs in pages of customers has no dependencies, and knows no part of the product.',
      { path: '^libs/sdk/src', pathNot: TEST },
      { pathNot: '^libs/sdk/src', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'sdk-browser-runs-in-a-browser',
      'There is no Node in a browser.',
      { path: '^libs/sdk/src/(browser|sending|[^/]+$)', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'product-knows-no-tools',
      'What is shipped works without what it is developed with.',
      { path: '^(apps|libs)/', pathNot: TEST },
      { path: '^(tools|migrations)/' },
    ),

    forbid(
      'web-talks-http',
      'The web knows the contracts, not the servers.',
      { path: '^apps/web/src', pathNot: TEST },
      { path: '^(apps/(api|bff)|libs/(tenancy|telemetry))/' },
    ),
    forbid(
      'web-runs-in-a-browser',
      'There is no Node in a browser.',
      { path: '^apps/web/src', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'web-one-way',
      'app, then features, then ui, then shared: nothing looks up.',
      { path: '^apps/web/src/(ui|shared)/' },
      { path: '^apps/web/src/(features|collect-features|shell|app|routes|main)' },
    ),
    forbid(
      'web-features-below-app',
      'app, then features, then ui, then shared: nothing looks up.',
      { path: '^apps/web/src/features/', pathNot: TEST },
      { path: '^apps/web/src/(shell/|app\\.|routes\\.|main\\.|features\\.|collect-features\\.)' },
    ),
    forbid(
      'web-shell-through-the-door',
      'A feature is used through its index.ts, by what stands around the pages too.',
      { path: '^apps/web/src/(shell/|app\\.|routes\\.|main\\.)', pathNot: TEST },
      { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/[^/]+/index\\.ts$' },
    ),
    forbid(
      'web-ui-knows-no-noun',
      'What speaks of deliveries, contacts or any other noun belongs to the feature of that noun.',
      { path: '^apps/web/src/ui/', pathNot: TEST },
      { path: '^libs/domain/src/', pathNot: '^libs/domain/src/shared/' },
    ),
    forbid(
      'web-shared-knows-the-session-alone',
      'Who is signed in is part of every page; all other nouns belong to features.',
      { path: '^apps/web/src/shared/', pathNot: TEST },
      { path: '^libs/domain/src/', pathNot: '^libs/domain/src/(shared|accounts)/' },
    ),
    forbid(
      'web-pages-are-collected-once',
      'What a feature declares is collected by features.ts alone; others ask for it with useProduct().',
      { path: '^apps/web/src/', pathNot: ['^apps/web/src/features\\.ts$', TEST] },
      { path: '^apps/web/src/features/[^/]+/[^/]+\\.pages\\.ts$' },
    ),
    forbid(
      'web-features-through-the-door',
      'Another feature is used through its index.ts.',
      { path: '^apps/web/src/features/([^/]+)/' },
      { path: '^apps/web/src/features/', pathNot: [OWN_WEB_FEATURE, '^apps/web/src/features/[^/]+/index\\.ts$'] },
    ),

    forbid(
      'bff-talks-http',
      'The BFF reaches the API over HTTP and shares only the contracts.',
      { path: '^apps/bff/src', pathNot: TEST },
      { path: '^(apps/(api|web)|libs/tenancy)/' },
    ),

    forbid(
      'features-through-the-door',
      'Another feature is used through its index.ts.',
      { path: '^apps/api/src/features/([^/]+)/', pathNot: TEST },
      { path: '^apps/api/src/features/', pathNot: [OWN_API_FEATURE, '^apps/api/src/features/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'features-use-ports',
      'A feature never knows which adapter is behind a port, nor how the process is put together.',
      { path: '^apps/api/src/features/', pathNot: TEST },
      { path: '^apps/api/src/(adapters/|app\\.module|main|worker)' },
    ),
    forbid(
      'platform-knows-no-feature',
      'Platform and ports are below the features and the adapters.',
      { path: '^apps/api/src/(platform|ports)/', pathNot: TEST },
      { path: '^apps/api/src/(features/|adapters/|app\\.module|main|worker)' },
    ),
    forbid(
      'adapters-are-leaves',
      'An adapter knows its port, its settings and its vendor.',
      { path: '^apps/api/src/adapters/', pathNot: TEST },
      { path: '^(apps/api/src/(features|platform)/|libs/tenancy/)' },
    ),
    forbid(
      'vendors-behind-ports',
      'Only adapters import what talks to the outside for us.',
      { path: '^apps/', pathNot: ['^apps/api/src/adapters/', TEST] },
      { path: 'node_modules/(acme-client|nodemailer|@types/nodemailer|@sendgrid|stripe|twilio|@aws-sdk)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Our own build results; the packages' dist folders are what the rules about packages look at.
    exclude: { path: '^(apps|libs)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
    progress: { type: 'none' },
  },
};
