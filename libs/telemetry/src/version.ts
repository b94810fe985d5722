import product from '../package.json' with { type: 'json' };

/** All parts of the product have one version. */
export const productVersion: string = product.version;
