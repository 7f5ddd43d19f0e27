// axe-core over pages at three widths and schemes: node axe.js CHROMIUM NODE_MODULES PAGE PAGE …
// Standard output: a JSON list of {page, view, id, impact, help, target}, `page` the number of its place.
const [, , chromium, modules, ...pages] = process.argv;
const { createRequire } = require('module');
const load = createRequire(modules + '/');
const puppeteer = load('puppeteer-core');
const source = require('fs').readFileSync(modules + '/axe-core/axe.min.js', 'utf8');
const views = [
  ['desktop', 1280, 'light'],
  ['320 px', 320, 'light'],
  ['dark', 1280, 'dark'],
];
(async () => {
  const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const found = [];
  try {
    const tab = await browser.newPage();
    for (const [page, address] of pages.entries()) for (const [view, width, scheme] of views) {
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await tab.goto(address, { waitUntil: 'load' });
      await tab.evaluate(source);
      const result = await tab.evaluate(() => axe.run({ resultTypes: ['violations'] }));
      for (const violation of result.violations) {
        for (const node of violation.nodes) {
          found.push({ page, view, id: violation.id, impact: violation.impact, help: violation.help, target: node.target.join(' ') });
        }
      }
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(found));
})().catch((error) => { process.stderr.write(String(error)); process.exit(1); });
