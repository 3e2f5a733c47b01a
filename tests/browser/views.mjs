/* Every view of the page, as the tests go through them. */

const run = 'document.documentElement.dataset.ran=1;alert(1)';
const markup = encodeURIComponent(`"'><img src=x onerror=${run}></title><script>${run}</script>`);

/* The address of an article. */
const article = (id, query = '') => `/article/${encodeURIComponent(id)}${query}`;

export const views = [
  { name: 'start', path: '/', h1: /\d+ articles/ },
  { name: 'search', path: '/?q=protest', h1: /\d+ articles/ },
  { name: 'filtered search', path: '/?q=harbour&source=Harbour+Wire&since=2019&sort=date', h1: /1 article/ },
  { name: 'hostile results', path: '/?q=harbour', h1: /\d+ articles/ },
  { name: 'nothing found', path: '/?q=xyzzyx', h1: /^0 articles/ },
  { name: 'article', path: article('demo-n16', '?q=protest'), h1: /./ },
  { name: 'weighed article', path: article('demo-n16', '?q=embassy&weights=1'), h1: /./ },
  { name: 'hostile article', path: article(`"><img src=x onerror=${run}>`, '?weights=1'), h1: /harbour/ },
  { name: 'long article', path: article('long'), h1: /Harbour/ },
  { name: 'right-to-left article', path: article('ar-1'), h1: /المرفأ/ },
  { name: 'comparison', path: '/compare?q=iran', h1: /./ },
  { name: 'hostile comparison', path: '/compare?q=harbour&by=source', h1: /./ },
  { name: 'collection', path: '/collection', h1: /./ },
  { name: 'review', path: '/review', h1: /Review/ },
  { name: 'model', path: '/model', h1: /./ },
  { name: 'token', path: '/token', h1: /only reads/ },
  { name: 'hostile words', path: `/?q=${markup}&source=${markup}&any=1`, h1: /articles?$/ },
  { name: 'hostile refusal', path: `/?since=${markup}`, status: 400, h1: /./ },
  { name: 'refusal', path: '/?since=never', status: 400, h1: /./ },
  { name: 'unknown article', path: article('no-such'), status: 404, h1: /./ },
];
