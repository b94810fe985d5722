/** Loads the script of EngageX as a shop would; calls made before it is there wait in `engagex.q`. */
window.engagex = { q: [] };
for (const verb of ['track', 'page', 'identify', 'consent'])
  window.engagex[verb] = (...args) => void window.engagex.q.push([verb, args]);
window.shopReady = fetch('/shop-files/settings.json')
  .then((response) => response.json())
  .then(({ key, host }) => {
    if (!key) return false;
    const script = document.createElement('script');
    Object.assign(script.dataset, { key, host });
    script.async = true;
    script.src = `${host}/sdk/engagex.js`;
    document.head.append(script);
    return true;
  });
