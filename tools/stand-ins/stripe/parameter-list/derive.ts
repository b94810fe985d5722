/**
 * Reads from Stripe's own package which parameters its API takes: paths from the code, kinds from the types. What the
 * package does not know is refused by the stand-in, so that nothing is sent that only the stand-in would understand.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Stripe } from 'stripe';
import ts from 'typescript';
import { createShapes } from './kinds.ts';
import type { ParameterList } from './shapes.ts';

/** The parts of the API that the stand-in has, as properties of the package's client. */
const RESOURCES = [
  'customers',
  'products',
  'prices',
  'plans',
  'paymentMethods',
  'paymentIntents',
  'setupIntents',
  'subscriptions',
  'subscriptionItems',
  'subscriptionSchedules',
  'invoices',
  'invoiceItems',
  'invoicePayments',
  'creditNotes',
  'refunds',
  'coupons',
  'promotionCodes',
  'taxRates',
  'events',
  'webhookEndpoints',
  'checkout.sessions',
  'billingPortal.sessions',
  'billingPortal.configurations',
  'billing.meters',
  'billing.meterEvents',
  'billing.meterEventAdjustments',
  'testHelpers.testClocks',
  'v2.core.events',
] as const;

interface Request {
  readonly method: string;
  readonly path: string;
}

export function deriveParameterList(): ParameterList {
  const types = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm/stripe.esm.node.d.ts');
  const program = ts.createProgram([types], { module: ts.ModuleKind.NodeNext, skipLibCheck: true, strict: true });
  const checker = program.getTypeChecker();
  const client = typeOfClient(program, types);
  const shapes = createShapes(checker);
  const routes = new Map<string, number>();
  for (const resource of RESOURCES) {
    const type = propertyAt(checker, client, resource.split('.'));
    for (const method of checker.getPropertiesOfType(type)) {
      const signature = checker.getTypeOfSymbol(method).getCallSignatures().at(-1);
      const request = signature && requestOf(resource, method.name, namesOf(signature));
      if (!signature || !request) continue;
      const params = signature.getParameters().find(({ name }) => name === 'params');
      const shape = params
        ? shapes.place(checker.getNonNullableType(checker.getTypeOfSymbol(params)))
        : shapes.placeOfNothing();
      routes.set(`${request.method} ${request.path}`, shape);
    }
  }
  return {
    apiVersion: Stripe.API_VERSION,
    routes: Object.fromEntries([...routes].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    shapes: shapes.all(),
  };
}

function typeOfClient(program: ts.Program, types: string): ts.Type {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(types);
  const module = file && checker.getSymbolAtLocation(file);
  const client = module && checker.getExportsOfModule(module).find(({ name }) => name === 'Stripe');
  if (!client) throw new Error(`${types} has no class Stripe.`);
  return checker.getDeclaredTypeOfSymbol(client);
}

function propertyAt(checker: ts.TypeChecker, from: ts.Type, path: readonly string[]): ts.Type {
  return path.reduce((type, name) => {
    const property = type.getProperty(name);
    if (!property) throw new Error(`Stripe's client has no ${path.join('.')}.`);
    return checker.getTypeOfSymbol(property);
  }, from);
}

function namesOf(signature: ts.Signature): readonly string[] {
  return signature.getParameters().map(({ name }) => name);
}

/** What a method of the package would send; null when it sends nothing of its own. */
function requestOf(resource: string, method: string, names: readonly string[]): Request | null {
  const sent: Request[] = [];
  const client = new Stripe('sk_test_nothing');
  // The package gives no other way to learn its paths; its methods hand everything to this one.
  let owner = client as unknown as Record<string, unknown>;
  for (const name of resource.split('.')) owner = owner[name] as Record<string, unknown>;
  owner['_makeRequest'] = (verb: string, path: string) => {
    sent.push({ method: verb, path: decodeURIComponent(path) });
    return Promise.resolve({});
  };
  const call = owner[method];
  if (typeof call !== 'function' || method.startsWith('_')) return null;
  const ids = names.slice(0, Math.max(names.indexOf('params'), 0)).map((name) => `{${name}}`);
  try {
    Reflect.apply(call, owner, ids);
  } catch {
    return null;
  }
  return sent[0] ?? null;
}
