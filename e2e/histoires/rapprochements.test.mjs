// People known twice: looked for, seen side by side, decided with the keyboard, decided again; then without JavaScript, on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement, deplierTout, tableau } from '../outils/controles.mjs';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { lireCsv } from '../outils/fichiers.mjs';
import { compte, menu, verdict } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

const DECISION = /Est-ce la même personne/;

/** Comes back until the page says that the search is over: it may be a work that goes on behind. */
async function trouver(page) {
  for (let n = 1; n <= 60; n++) {
    if (/Recherche (finie|terminée)|\d\s+paires? à revoir/.test(await page.locator('main').innerText())) return;
    await page.waitForTimeout(1_000);
    // What was asked is asked again, never sent again: a form's answer redirects.
    await page.goto(page.url());
  }
  throw new Error(`la recherche n'est pas finie :\n${await page.locator('main').innerText()}`);
}

/** Starts a search and waits for its results. */
async function chercher(page) {
  await page.goto('/rapprochements/recherche');
  await page.getByRole('button', { name: 'Chercher les doublons' }).click();
  await trouver(page);
}

/** Presses Tab until the keyboard is on what bears this name. */
async function avancerJusqua(page, nom) {
  for (let n = 1; n <= 120; n++) {
    await page.keyboard.press('Tab');
    const la = await page.evaluate(() => document.activeElement.innerText?.trim() ?? '');
    if (nom.test(la)) return;
  }
  throw new Error(`120 fois Tab sans trouver ${nom} sur ${page.url()}`);
}

/** The address of the first pair to review. */
async function premiere(page) {
  await page.goto('/rapprochements');
  return page.locator('table.liste tbody a[href^="/rapprochements/"]').first().getAttribute('href');
}

describe('Les fiches connues deux fois', () => {
  let site, vue, page, paire, avant;
  const fautes = [];
  /** Looks at the page as it is, wide then narrow. */
  const voir = async (nom) => {
    for (const largeur of [1280, 360]) {
      await page.setViewportSize({ width: largeur, height: 800 });
      const quoi = [...(await anomalies(page)), await debordement(page)].filter(Boolean);
      if (quoi.length) fautes.push({ page: `${nom} ${largeur}`, quoi });
      await capturer(page, `rapprochements/${nom}-${largeur}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const valider = () => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  before(async () => {
    site = await demonstration();
    vue = await fenetre(site);
    page = vue.page;
    await entrer(page, /Administration/);
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('une recherche se lance d\'un bouton, et dit ce qu\'elle a trouvé', async () => {
    await menu(page, 'Rapprochements').click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.goto('/rapprochements/recherche');
    await voir('01-avant');
    await chercher(page);
    await voir('02-recherche-finie');
    await page.goto('/rapprochements');
    avant = await compte(page);
    assert.ok(avant > 1, `${avant} paires`);
    await voir('03-paires');
  });

  it('la première paire montre les deux fiches et demande une décision', async () => {
    paire = await premiere(page);
    await page.goto(paire);
    await page.getByRole('heading', { name: DECISION }).waitFor();
    assert.match(await page.locator('table.liste').innerText(), /Nom de famille/);
    await voir('04-paire');
  });

  it('au clavier seulement : deux personnes, puis la paire suivante', async () => {
    await page.goto(paire);
    await avancerJusqua(page, /^Deux personnes différentes$/);
    await valider();
    await page.getByText('Paire précédente décidée').waitFor();
    await voir('05-decidee');
    await avancerJusqua(page, /^Revoir cette décision$/);
    await valider();
    assert.equal(new URL(page.url()).pathname, paire);
    await voir('06-revoir');
    await page.goto('/rapprochements');
    assert.equal(await compte(page), avant - 1);
  });

  it('au clavier toujours, on revient sur la décision : la paire attend de nouveau', async () => {
    await page.goto(paire);
    await avancerJusqua(page, /^Remettre cette paire à revoir$/);
    await valider();
    await page.goto(paire);
    await page.getByRole('heading', { name: DECISION }).waitFor();
    await page.goto('/rapprochements');
    assert.equal(await compte(page), avant);
  });

  it('sans JavaScript, sur un téléphone : réunir, puis séparer de nouveau', async () => {
    const seule = await fenetre(site, { largeur: 360, javascript: false });
    await entrer(seule.page, /Administration/);
    await chercher(seule.page);
    await seule.page.goto(paire);
    await seule.page.getByRole('button', { name: 'Même personne, garder la fiche 1' }).click();
    await seule.page.getByText('Paire précédente décidée').waitFor();
    await seule.page.goto(paire);
    await seule.page.getByRole('button', { name: 'Séparer de nouveau ces fiches' }).waitFor();
    await capturer(seule.page, 'rapprochements/07-reunies-360');
    await seule.page.getByRole('button', { name: 'Séparer de nouveau ces fiches' }).click();
    await seule.page.goto(paire);
    await seule.page.getByRole('heading', { name: DECISION }).waitFor();
    await deplierTout(seule.page);
    assert.equal(await debordement(seule.page), null);
    assert.deepEqual(seule.fautes, []);
    await seule.fermer();
  });

  it('un fichier sans nos numéros se rapproche des fiches : on en accepte une au clavier, puis toutes celles qui sont sûres', async () => {
    const [, ...jeunes] = lireCsv(await (await page.request.get('/jeunes.csv')).body());
    const connus = jeunes.map(([nom, naissance]) => [nom.match(/^(.+?) (\p{Lu}[^\p{Ll}]+)$/u), naissance]);
    const lignes = connus.filter(([nom, naissance]) => nom && naissance).slice(0, 80);
    const texte = lignes.map(([nom, naissance], rang) => `A-${rang};${nom[2]};${nom[1]};${naissance}`);
    const inconnus = [1, 2, 3].map((n) => `B-${n};INVENTÉ${n};Personne;0${n}/02/2003`);
    await page.goto('/rapprochements');
    await page.getByRole('link', { name: 'Rapprocher un fichier' }).click();
    await voir('08-depot');
    await page.getByLabel('Structure dont le fichier').selectOption({ index: 1 });
    const corps = ['Code apprenti;Nom;Prénom;Né(e) le', ...texte, ...inconnus].join('\n');
    const deposer = () =>
      page.getByLabel('Fichier', { exact: true }).setInputFiles({ name: 'apprentis.csv', mimeType: 'text/csv', buffer: Buffer.from(corps) });
    await deposer();
    await page.getByRole('button', { name: 'Comparer ce fichier' }).click();
    await page.getByText('apprentis.csv n\'a pas de colonne d\'identifiants').waitFor();
    await voir('09-refus');
    await page.getByLabel('En-tête de la colonne').fill('Code apprenti');
    await deposer();
    await page.getByRole('button', { name: 'Comparer ce fichier' }).click();
    for (let n = 1; n <= 60 && !(await page.locator('dl.verdict').count()); n++) {
      await page.waitForTimeout(1_000);
      await page.goto(page.url());
    }
    const fichier = page.url();
    const lus = await verdict(page);
    assert.equal(lus['lignes lues'], lignes.length + 3);
    assert.equal(lus['déjà connues'], 0);
    assert.ok(lus['qui ressemblent à quelqu\'un'] > 70, JSON.stringify(lus));
    await voir('10-fichier');
    await page.getByRole('link', { name: 'Les revoir une à une' }).click();
    await voir('11-ligne');
    await avancerJusqua(page, /^C'est cette personne$/);
    await valider();
    await page.getByText('Ligne précédente décidée').waitFor();
    await page.goto(fichier);
    await page.getByRole('button', { name: /^Accepter \d+ lignes? sûres?$/ }).click();
    await page.getByText('Les lignes sûres sont reconnues').waitFor();
    await voir('12-acceptees');
    await page.getByRole('link', { name: 'Toutes les lignes qui ressemblent à quelqu\'un' }).click();
    assert.ok((await compte(page)) > 70);
    await voir('13-lignes');
  });

  it('aucune de ces pages n\'a d\'anomalie, à 360 comme à 1280 points', () => {
    assert.equal(fautes.length, 0, tableau(fautes));
    assert.deepEqual(vue.fautes, []);
  });
});
