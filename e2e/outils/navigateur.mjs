// Chromium, and what no page may do: call elsewhere, log an error, break the content security policy.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const CAPTURES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../captures');
const CANDIDATS = [process.env.PASSERELLE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const OPTIONS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

let navigateur;

async function lancer() {
  const executablePath = CANDIDATS.find((c) => c && fs.existsSync(c));
  if (!executablePath) throw new Error('Chromium manque : `./check` l\'installe, ou donnez son chemin dans PASSERELLE_CHROMIUM.');
  navigateur ??= await chromium.launch({ executablePath, args: OPTIONS });
  return navigateur;
}

export async function fermer() {
  await navigateur?.close();
  navigateur = undefined;
}

/** A new window on a site. `fautes` fills with what is forbidden, `requetes` with all that is asked for. */
export async function fenetre(site, { largeur = 1280, sombre = false, javascript = true } = {}) {
  const contexte = await (await lancer()).newContext({
    baseURL: site.url,
    viewport: { width: largeur, height: largeur < 500 ? 740 : 900 },
    colorScheme: sombre ? 'dark' : 'light',
    javaScriptEnabled: javascript,
    reducedMotion: 'reduce',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    acceptDownloads: true,
  });
  contexte.setDefaultTimeout(20_000);
  const fautes = [];
  const requetes = [];
  contexte.on('request', (r) => {
    requetes.push(r.url());
    const la = new URL(r.url());
    if (la.origin !== site.url && la.protocol !== 'data:') fautes.push(`requête vers ${la.origin}`);
  });
  contexte.on('console', (m) => {
    // A filter changed before its answer came: htmx drops that request for the next, and says so. What fails says more than that.
    const attendu = /status of (404|422)|^htmx:(afterRequest|sendAbort)\b/.test(m.text());
    if (['error', 'warning'].includes(m.type()) && !attendu) fautes.push(`console : ${m.text()} (${m.page()?.url()})`);
  });
  contexte.on('weberror', (e) => fautes.push(`script : ${e.error()}`));
  contexte.on('response', (r) => {
    if (r.status() >= 500) fautes.push(`${r.status()} : ${r.url()}`);
  });
  const page = await contexte.newPage();
  return { page, contexte, fautes, requetes, fermer: () => contexte.close() };
}

/** Signs in with the demonstration account of a role, as somebody who clicks. */
export async function entrer(page, role) {
  await page.goto('/connexion');
  await page.getByRole('button', { name: role }).click();
  await page.waitForURL((la) => !la.pathname.startsWith('/connexion'));
}

/** Where a capture goes; `nom` may hold a folder. */
export function chemin(nom) {
  const complet = path.join(CAPTURES, nom);
  fs.mkdirSync(path.dirname(complet), { recursive: true });
  return complet;
}

/** A picture of the whole page, in captures/. */
export async function capturer(page, nom) {
  await page.screenshot({ path: chemin(`${nom}.png`), fullPage: true, animations: 'disabled' });
}
