import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lireCsv } from '../outils/fichiers.mjs';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { colonnes, compte, menu, telecharger } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

describe('La pilote voit les chiffres, jamais un nom', () => {
  let site, vue, page;
  const noms = new Set();
  before(async () => {
    site = await demonstration();
    // Names that the administrateur reads, to be looked for where they must not be.
    const autre = await fenetre(site);
    await entrer(autre.page, /Administration/);
    for (const adresse of ['/jeunes', '/bilan/cas/contrats?annee=2017', '/positionnements', '/contrats']) {
      await autre.page.goto(adresse);
      for (const nom of await autre.page.locator('table.liste tbody th').allInnerTexts()) noms.add(nom.trim());
    }
    await autre.fermer();
    vue = await fenetre(site);
    page = vue.page;
    await entrer(page, /Pilotage/);
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('son menu n\'a ni jeunes, ni imports, ni journal', async () => {
    for (const nom of ['Bilan', 'Contrats', 'Structures']) assert.equal(await menu(page, nom).count(), 1, nom);
    for (const nom of ['Jeunes', 'Imports', 'Journal']) assert.equal(await menu(page, nom).count(), 0, nom);
    await capturer(page, '10-pilote-tableau-de-bord');
  });

  it('ces pages, et les fiches qui nomment quelqu\'un, n\'existent pas pour elle', async () => {
    const autre = await fenetre(site);
    await entrer(autre.page, /Administration/);
    const fiches = [];
    for (const liste of ['/jeunes', '/contrats']) {
      await autre.page.goto(liste);
      fiches.push(await autre.page.locator(`table.liste a[href^="${liste}/"]`).first().getAttribute('href'));
    }
    await autre.fermer();
    for (const adresse of ['/jeunes', '/jeunes.csv', '/imports', '/journal', '/journal.xlsx', ...fiches]) {
      assert.equal((await page.request.get(adresse)).status(), 404, adresse);
    }
    await page.goto('/jeunes');
    await page.getByRole('heading', { level: 1, name: /n'existe pas, ou elle ne vous est pas ouverte/ }).waitFor();
    await capturer(page, '11-pilote-page-absente');
  });

  it('le bilan s\'ouvre sur ses cas, sans la colonne « Jeune », à l\'écran comme dans le fichier', async () => {
    assert.ok(noms.size > 50, `${noms.size} noms à chercher`);
    await page.goto('/bilan?annee=2017');
    await page.locator('table.donnees', { hasText: 'Mission locale Bondy' }).locator('tfoot a').last().click();
    assert.equal(await compte(page), 1377);
    assert.ok(!(await colonnes(page)).includes('Jeune'));
    await capturer(page, '12-pilote-cas');
    const csv = await telecharger(page, page.getByRole('link', { name: 'CSV' }));
    const lignes = lireCsv(csv.octets);
    assert.equal(lignes.length, 1377 + 1);
    assert.ok(!lignes[0].includes('Jeune'));
    const vus = [...noms].filter((nom) => csv.octets.includes(nom));
    assert.deepEqual(vus, []);
  });

  it('aucune page de son menu ne porte un nom', async () => {
    const adresses = await page.locator('.menu nav a').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
    const cas = await (await page.request.get('/bilan')).text();
    const liens = [...new Set([...cas.matchAll(/href="(\/bilan\/cas\/[^"]+)"/g)].map((m) => m[1].replaceAll('&#38;', '&').replaceAll('&amp;', '&')))];
    assert.ok(liens.length > 20);
    const fuites = [];
    for (const adresse of [...adresses, ...liens]) {
      const html = await (await page.request.get(adresse)).text();
      fuites.push(...[...noms].filter((nom) => html.includes(nom)).map((nom) => `${adresse} : ${nom}`));
    }
    assert.deepEqual(fuites, []);
  });

  it('rien d\'interdit n\'a eu lieu', () => assert.deepEqual(vue.fautes, []));
});
