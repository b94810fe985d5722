/** A small shop whose visits are real events: pages, a cart, purchases. */

const shirt = '<path d="M34 14 16 24l6 16 8-4v46h40V36l8 4 6-16-18-10c-3 8-29 8-32 0Z"/>';
const coat = '<path d="M36 12 22 22l-8 50h12l4-26v42h40V46l4 26h12l-8-50-14-10-14 12ZM50 24v64M44 48h.1M44 62h.1"/>';
const boots = '<path d="M30 14h24v44c10 4 24 6 24 18v8H30ZM30 72h48M30 26h24"/>';
const bag = '<path d="M20 36h60l6 48H14ZM34 36c0-28 32-28 32 0M34 46v6M66 46v6"/>';
const scarf = '<path d="M36 14c10 8 18 8 28 0l6 16c-10 8-30 8-40 0ZM38 36l-8 44 14 4 8-44M52 42l10 42 12-4-10-44"/>';
const hat =
  '<path d="M14 66c14 12 58 12 72 0-6-6-14-6-18-6-2-20-6-34-18-34S34 40 32 60c-4 0-12 0-18 6ZM32 58c8 6 28 6 36 0"/>';

const products = [
  {
    id: 'linen-shirt',
    name: 'Linen shirt',
    price: 49,
    tint: '#dbe4dc',
    picture: shirt,
    about: 'Washed linen from Flanders, cut loose, softer each time.',
  },
  {
    id: 'wool-coat',
    name: 'Wool coat',
    price: 219,
    tint: '#e9d9c6',
    picture: coat,
    about: 'Heavy wool with a half lining, made for twenty winters.',
  },
  {
    id: 'leather-boots',
    name: 'Leather boots',
    price: 159,
    tint: '#e6cfc4',
    picture: boots,
    about: 'Vegetable-tanned leather on a sole that can be replaced.',
  },
  {
    id: 'canvas-bag',
    name: 'Canvas bag',
    price: 69,
    tint: '#d5dde6',
    picture: bag,
    about: 'Waxed canvas that holds a laptop, a loaf and an umbrella.',
  },
  {
    id: 'cashmere-scarf',
    name: 'Cashmere scarf',
    price: 89,
    tint: '#eadbe0',
    picture: scarf,
    about: 'Two metres of undyed cashmere, light enough for a pocket.',
  },
  {
    id: 'felt-hat',
    name: 'Felt hat',
    price: 79,
    tint: '#e3e0cc',
    picture: hat,
    about: 'Rabbit-free wool felt with a ribbon in the same colour.',
  },
];

const currency = 'EUR';
const money = new Intl.NumberFormat(navigator.language, { style: 'currency', currency });
const view = document.querySelector('#view');
const cart = new Map(JSON.parse(sessionStorage.getItem('cart') ?? '[]'));
const amount = () => [...cart].reduce((sum, [id, quantity]) => sum + find(id).price * quantity, 0);

function find(id) {
  return products.find((product) => product.id === id);
}

function pictureOf({ picture, tint }) {
  return `<div class="picture" style="--tint: ${tint}"><svg aria-hidden="true" viewBox="0 0 100 100">${picture}</svg></div>`;
}

function tell(verb, ...args) {
  window.engagex[verb](...args);
  note(verb, ...args);
}

function note(verb, ...args) {
  const line = document.createElement('li');
  line.textContent = `${verb}  ${args.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('  ')}`;
  const list = document.querySelector('#sent');
  list.querySelector('.none')?.remove();
  list.prepend(line);
  while (list.children.length > 6) list.lastElementChild.remove();
}

function keepCart() {
  sessionStorage.setItem('cart', JSON.stringify([...cart]));
  const count = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  const badge = document.querySelector('#count');
  badge.textContent = String(count);
  badge.hidden = count === 0;
}

const pages = {
  list: () => ({
    title: 'Demo shop',
    html: `<h1>Autumn collection</h1><p class="lead">A small shop that sells nothing. What you do in it is sent to your demo organization, as it would be from a shop of your own.</p>
      <ul class="products">${products
        .map(
          (product) =>
            `<li><a href="/shop/products/${product.id}">${pictureOf(product)}<span class="name"><span>${product.name}</span><span class="price">${money.format(product.price)}</span></span></a></li>`,
        )
        .join('')}</ul>`,
  }),
  product: (product) => ({
    title: `${product.name} · Demo shop`,
    html: `<div class="product">${pictureOf(product)}<div><h1>${product.name}</h1><p class="price">${money.format(product.price)}</p><p class="lead">${product.about}</p><button type="button" data-add="${product.id}">Add to cart</button></div></div>`,
    seen: () => tell('track', 'product_viewed', { product_id: product.id, price: product.price, currency }),
  }),
  cart: () => ({
    title: 'Cart · Demo shop',
    html:
      cart.size === 0
        ? '<h1>Your cart is empty</h1><p class="lead"><a href="/shop">Back to the collection</a></p>'
        : `<h1>Cart</h1><table><thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col">Price</th></tr></thead><tbody>${[
            ...cart,
          ]
            .map(
              ([id, quantity]) =>
                `<tr><td>${find(id).name}</td><td>${quantity}</td><td>${money.format(find(id).price * quantity)}</td></tr>`,
            )
            .join(
              '',
            )}<tr><th scope="row" colspan="2">Total</th><td>${money.format(amount())}</td></tr></tbody></table><button type="button" data-buy>Buy for ${money.format(amount())}</button>`,
  }),
  thanks: () => ({
    title: 'Thank you · Demo shop',
    html: '<h1>Thank you</h1><p class="lead">Nothing will be delivered, but the purchase is in EngageX. <a href="/shop"><u>Keep shopping</u></a></p>',
  }),
};

function pageAt(path) {
  const product = find(path.split('/')[3] ?? '');
  if (product) return pages.product(product);
  if (path === '/shop/cart') return pages.cart();
  return path === '/shop/thanks' ? pages.thanks() : pages.list();
}

function show() {
  const { title, html, seen } = pageAt(location.pathname);
  document.title = title;
  view.innerHTML = html;
  keepCart();
  note('page', location.pathname); // the script reports it by itself
  seen?.();
}

function open(path) {
  history.pushState({}, '', path);
  show();
  view.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function buy() {
  const orderId = `order-${Date.now().toString(36)}`;
  const items = [...cart].map(([id, quantity]) => ({ product_id: id, quantity, price: find(id).price }));
  tell('track', 'purchase', {
    order_id: orderId,
    order_amount: amount(),
    currency,
    product_id: items[0].product_id,
    items,
  });
  cart.clear();
  open('/shop/thanks');
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/shop"]');
  const button = event.target.closest('button');
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    open(link.getAttribute('href'));
  } else if (button?.dataset.add) {
    const { id, price } = find(button.dataset.add);
    cart.set(id, (cart.get(id) ?? 0) + 1);
    tell('track', 'add_to_cart', { product_id: id, price, currency });
    keepCart();
    button.textContent = 'Added to cart';
  } else if (button && 'buy' in button.dataset) {
    buy();
  } else if (button?.dataset.consent) {
    localStorage.setItem('shop-consent', button.dataset.consent);
    document.querySelector('#consent').hidden = true;
    tell('consent', button.dataset.consent);
  }
});
addEventListener('popstate', show);

document.querySelector('#consent').hidden = localStorage.getItem('shop-consent') !== null;
show();
void window.shopReady.then((isReady) => {
  if (!isReady) document.querySelector('#sent').innerHTML = '<li>Not connected: start the demo with npm start.</li>';
});
