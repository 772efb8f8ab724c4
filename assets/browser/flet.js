// What Flet's Dart client reads before it starts: everything from our own origin, Python in the browser.
// A classic script: flutter_bootstrap.js expects the global name `flet`.
var flet = {
  pyodide: true,
  multiView: false,
  noCdn: true,
  webSocketEndpoint: '/ws',
  entrypointBaseUrl: '/',
  assetBase: '/',
  routeUrlStrategy: 'path',
  canvasKitBaseUrl: '/canvaskit/',
  pyodideUrl: '/pyodide/pyodide.mjs',
  webRenderer: 'canvaskit',
  fontFallbackBaseUrl: 'assets/fonts/',
  appPackageUrl: 'app.zip',
  pythonModuleName: 'main',
  micropipIncludePre: false,
};
flet.flutterAppLoaded = new Promise(resolve => { flet.flutterAppResolve = resolve; });
