// Ace over books in one browser: node ace.js NODE_MODULES BOOK REPORTS BOOK REPORTS …
// Each book's report.json is put into the folder that stands after it. Ace's own command takes one book.
const [, , modules, ...parts] = process.argv;
const load = require('module').createRequire(modules + '/');
const runner = load('@daisy/ace-axe-runner-puppeteer');
const ace = load('@daisy/ace-core');
load('@daisy/ace-logger').initLogger({ silent: true, verbose: false, fileName: 'ace.log' });
const kept = { ...runner, launch: async () => {}, close: async () => {} };
(async () => {
  await runner.launch();
  try {
    for (let at = 0; at < parts.length; at += 2) {
      await ace(parts[at], { cwd: process.cwd(), outdir: parts[at + 1], silent: true, jobId: '' }, kept);
    }
  } finally {
    await runner.close();
  }
})().then(() => process.exit(0), (error) => { process.stderr.write(String(error)); process.exit(1); });
