import { lazy } from 'react';
import type { Feature, FeaturePage, Path, PublicPage } from './shared/feature.ts';
import type { Product } from './shared/product.ts';

/** Puts together what the features declare, in whatever order they come: menus by their places, all else by address. */
export function collectFeatures(features: readonly Feature[]): Product {
  const pages = features.flatMap((feature) => feature.pages ?? []).toSorted(fixedFirst);
  const publicPages = features.flatMap((feature) => feature.publicPages ?? []).toSorted(fixedFirst);
  const operatorPages = features.flatMap((feature) => feature.operatorPages ?? []).toSorted(fixedFirst);
  const settings = pages
    .flatMap((page) => (page.settings ? [{ ...placeOf(page, page.settings), page }] : []))
    .toSorted(byPlace);
  return {
    routes: pages.map((page) => ({ path: page.path, page: lazyPage(page), needs: page.needs })),
    publicRoutes: publicPages.map((page) => ({ path: page.path, page: lazyPage(page) })),
    operatorRoutes: operatorPages.map((page) => ({ ...page, page: lazyPage(page) })),
    operatorNavigation: operatorPages
      .flatMap(({ navigation, path, needsPlans }) =>
        navigation ? [{ ...navigation, href: path, ...(needsPlans && { needsPlans }) }] : [],
      )
      .toSorted(byPlace),
    navigation: pages.flatMap((page) => (page.navigation ? [placeOf(page, page.navigation)] : [])).toSorted(byPlace),
    settings,
    linksOf: (of) =>
      pages.flatMap((page) => (page.linkedFrom?.page === of ? [placeOf(page, page.linkedFrom)] : [])).toSorted(byPlace),
    palette: [
      ...pages.flatMap((page) => (page.palette && !page.settings ? [placeOf(page, { name: page.palette })] : [])),
      ...settings.flatMap(({ page, name }) => (page.navigation ? [] : [placeOf(page, { name: page.palette ?? name })])),
    ],
    beginnings: pages.flatMap((page) => (page.begins ? [placeOf(page, page.begins)] : [])),
    searches: features.flatMap(({ search }) => search ?? []).toSorted(byPlace),
    lookUps: features.flatMap(({ lookUp }) => lookUp ?? []),
    things: Object.assign({}, ...features.map(({ things }) => things)),
    actions: Object.assign({}, ...features.map(({ actions }) => actions)),
  };
}

function lazyPage({ load }: PublicPage) {
  return lazy(async () => ({ default: await load() }));
}

function placeOf<Entry extends { readonly name: string }>({ path, needs }: FeaturePage, entry: Entry) {
  return { ...entry, href: path, needs };
}

function byPlace(one: { readonly place: number }, other: { readonly place: number }): number {
  return one.place - other.place;
}

/** `/contacts/imports` is looked at before `/contacts/:id`: a parameter comes after any text. */
function fixedFirst(one: { readonly path: Path }, other: { readonly path: Path }): number {
  return rankOf(one.path) < rankOf(other.path) ? -1 : 1;
}

function rankOf(path: Path): string {
  return path.replaceAll(/:\w+/g, '\uffff');
}
