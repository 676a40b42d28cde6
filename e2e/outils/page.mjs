// What stories read on a page.
import fs from 'node:fs';

/** The first number of a text: « Voir les 1 377 cas » gives 1377. */
export function nombre(texte) {
  const trouve = texte.match(/\d[\d\s\u00a0\u202f]*/)?.[0];
  if (trouve === undefined) throw new Error(`aucun nombre dans « ${texte} »`);
  return Number(trouve.replace(/\D/g, ''));
}

/** Waits until nothing that was asked is still on its way: htmx replaces the results of a list when they come, and whoever reads or
 * clicks before that meets what is about to leave. */
export async function repos(page) {
  await page.locator('.htmx-request').first().waitFor({ state: 'detached' });
}

/** The count told above a list. */
export async function compte(page) {
  await repos(page);
  return nombre(await page.locator('.compte [role=status]').innerText());
}

/** Clicks, and gives the bytes and the name of the file received. */
export async function telecharger(page, lien) {
  await repos(page);
  const [recu] = await Promise.all([page.waitForEvent('download'), lien.click()]);
  return { nom: recu.suggestedFilename(), octets: fs.readFileSync(await recu.path()) };
}

/** The titles of the columns of a list. */
export async function colonnes(page) {
  await repos(page);
  return page.locator('table.liste thead th').allInnerTexts();
}

/** The entry of the menu of that name. */
export function menu(page, nom) {
  return page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: nom, exact: true });
}

/** Deposits files held in memory and waits for the page that follows. */
export async function deposer(page, fichiers) {
  await page.goto('/imports');
  const envois = Object.entries(fichiers).map(([name, corps]) => ({
    name,
    mimeType: name.endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
    buffer: Buffer.isBuffer(corps) ? corps : Buffer.from(corps),
  }));
  await page.getByLabel('Fichiers de la livraison').setInputFiles(envois);
  await page.getByRole('button', { name: 'Importer ces fichiers' }).click();
  await page.waitForLoadState();
}

/** The verdict of a file, in numbers, on its page. */
export async function verdict(page) {
  const lus = {};
  for (const groupe of await page.locator('.verdict > div').all()) {
    lus[await groupe.locator('dt').innerText()] = nombre(await groupe.locator('dd').innerText());
  }
  return lus;
}
