// Times the checking page in a headless Chromium on minutes: the draw alone, then all the page does.
//   node bench/tirage/navigateur.mjs proces-verbal.json
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { chromium } = createRequire(path.join(racine, 'e2e/'))('playwright-core');
const executablePath = process.env.PASSERELLE_CHROMIUM ?? '/usr/bin/chromium';
const navigateur = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await navigateur.newPage();
page.setDefaultTimeout(600_000);
await page.goto(pathToFileURL(path.join(racine, 'docs/tirage/verifier.html')).href);
const debut = Date.now();
await page.getByLabel('Procès-verbal').setInputFiles(process.argv[2]);
await page.locator('#verdict.exact, #verdict.faux').waitFor();
const tout = (Date.now() - debut) / 1000;
const tirage = await page.evaluate(() => performance.getEntriesByName('tirage')[0].duration / 1000);
const exact = await page.locator('#verdict.exact').count();
await navigateur.close();
console.log(JSON.stringify({ tirage, tout, exact: exact === 1 }));
