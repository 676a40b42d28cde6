// What is checked on every page: accessibility, width, weight.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ETIQUETTES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'RGAAv4'];

/** What axe finds, one line each. On paper there is no target to touch. */
export async function anomalies(page, { papier = false } = {}) {
  await page.evaluate(`${AXE};0`);
  const trouvees = await page.evaluate(
    async ([etiquettes, cibles]) => {
      const lu = await window.axe.run(document, { runOnly: etiquettes, rules: { 'target-size': { enabled: cibles } }, resultTypes: ['violations'] });
      return lu.violations.map((v) => ({ regle: v.id, gravite: v.impact, combien: v.nodes.length, ou: v.nodes[0].target.join(' '), html: v.nodes[0].html }));
    },
    [ETIQUETTES, !papier],
  );
  return trouvees.map((v) => `${v.regle} (${v.gravite}) ×${v.combien} : ${v.ou} — ${v.html.slice(0, 120)}`);
}

/** What is wider than the screen, or nothing. */
export async function debordement(page) {
  return page.evaluate(() => {
    const large = document.scrollingElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= large) return null;
    const coupables = [...document.querySelectorAll('body *')]
      .filter((e) => !e.closest('.defile') && e.getBoundingClientRect().right > large + 1)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
    return `${document.scrollingElement.scrollWidth} px pour ${large} : ${coupables.slice(-3).join(', ')}`;
  });
}

/** Opens everything that unfolds, the menu too. */
export async function deplierTout(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
}

/** Bytes received from the network during `faire`, headers included. */
export async function poids(page, faire) {
  const reseau = await page.context().newCDPSession(page);
  await reseau.send('Network.enable');
  await reseau.send('Network.clearBrowserCache');
  let recus = 0;
  reseau.on('Network.loadingFinished', (e) => (recus += e.encodedDataLength));
  await faire();
  await page.waitForLoadState('networkidle');
  await reseau.detach();
  return recus;
}

/** What is wrong, page by page, to be read. */
export function tableau(fautes) {
  return `\n${fautes.map(({ page, quoi }) => `  ${page}\n${quoi.map((q) => `      ${q}`).join('\n')}`).join('\n')}\n`;
}
